import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { bankAnswer, bankRefund } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { AnswerService } from '../../answer/answer.service';
import { RefundService } from '../../refund/refund.service';
import { ChunkFileBank } from './chunk-file.bank';

class BankAnswerDto extends createZodDto(bankAnswer) {}
class BankRefundDto extends createZodDto(bankRefund) {}
class TakenDto extends createZodDto(z.object({ taken: z.int().nonnegative().describe('what was new in it; 0 when all of it was known') })) {}

/**
 * What a bank tells us. Its signature says who speaks, and each instruction's sequence or voucher number what is told twice, so there is neither
 * a signed-in person nor an idempotency key.
 */
@Controller()
export class ChunkFileController {
  constructor(
    private readonly bank: ChunkFileBank,
    private readonly answers: AnswerService,
    private readonly refunds: RefundService,
  ) {}

  @Public()
  @Post('answers')
  @HttpCode(200)
  async answer(@Body() body: BankAnswerDto): Promise<TakenDto> {
    return { taken: await this.answers.take(this.bank.openAnswer(body)) };
  }

  @Public()
  @Post('refunds')
  @HttpCode(200)
  async refund(@Body() body: BankRefundDto): Promise<TakenDto> {
    return { taken: await this.refunds.take(this.bank.openRefund(body)) };
  }
}

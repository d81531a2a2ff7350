import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { bankSimulatorApi, type BankRefund } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { BehaviourService } from '../behaviour/behaviour.service';
import { LetterService } from '../letter/letter.service';
import { FundingService } from './funding.service';

class FundAccountDto extends createZodDto(bankSimulatorApi.fundAccount) {}
class RefundsQuery extends createZodDto(z.object({ orderId: z.uuid(), bankCode: z.string() })) {}

@Public()
@Controller()
export class FundingController {
  constructor(
    private readonly funding: FundingService,
    private readonly letters: LetterService,
    private readonly behaviour: BehaviourService,
  ) {}

  /** What the treasury does after it has written a voucher. */
  @Post('funding')
  @HttpCode(200)
  async fund(@Body() body: FundAccountDto): Promise<FundAccountDto> {
    await this.funding.fund(body);
    return body;
  }

  @Get('refunds')
  async refunds(@Query() { orderId, bankCode }: RefundsQuery): Promise<BankRefund[]> {
    await this.behaviour.open();
    return this.letters.refundsOf(orderId, bankCode);
  }
}

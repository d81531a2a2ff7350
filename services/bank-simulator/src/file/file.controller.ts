import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type BankAnswer, bankFile, bankFileStatus, bankFileWithdrawal } from '@one-card/contracts';
import { Public } from '@one-card/service';
import type { Request, Response } from 'express';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { happens } from '../behaviour/behaviour.rules';
import { BehaviourService } from '../behaviour/behaviour.service';
import { LetterService } from '../letter/letter.service';
import { FileService } from './file.service';
import { WithdrawalService } from './withdrawal.service';

class BankFileDto extends createZodDto(bankFile) {}
class WithdrawalDto extends createZodDto(bankFileWithdrawal) {}
class BankFileStatusDto extends createZodDto(bankFileStatus) {}
class StatusQuery extends createZodDto(z.object({ bankCode: z.string().optional() })) {}

/** What the gateway calls. Files carry their own proof of who sent them. */
@Public()
@Controller('files')
export class FileController {
  constructor(
    private readonly files: FileService,
    private readonly withdrawals: WithdrawalService,
    private readonly letters: LetterService,
    private readonly behaviour: BehaviourService,
  ) {}

  @Post()
  async take(@Body() file: BankFileDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<BankFileStatusDto> {
    const behaviour = await this.behaviour.open();
    const fresh = (await this.files.status(file.fileId)).state === 'unknown';
    const status = await this.files.take(file, behaviour);
    // Cut once, after the work: who asks or sends again is answered.
    if (fresh && happens(behaviour.timeOutAfterWork, behaviour.seed, 'time-out', file.fileId)) request.socket.destroy();
    response.status(status.state === 'refused' ? 422 : 200);
    return status;
  }

  @Get(':id')
  async status(@Param('id') id: string, @Query() { bankCode }: StatusQuery): Promise<BankFileStatusDto> {
    await this.behaviour.open();
    return this.files.status(id, bankCode);
  }

  /** The file is named by the signed words, not by the address. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  async withdraw(@Body() withdrawal: WithdrawalDto): Promise<BankFileStatusDto> {
    return this.withdrawals.take(withdrawal, await this.behaviour.open());
  }

  @Get(':id/answers')
  async answers(@Param('id') id: string): Promise<BankAnswer[]> {
    await this.behaviour.open();
    return this.letters.answersOf(id);
  }
}

import { Controller, Get } from '@nestjs/common';
import { bankSimulatorApi } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { LedgerService } from './ledger.service';

class LedgerDto extends createZodDto(bankSimulatorApi.ledgerView) {}

@Public()
@Controller('ledger')
export class LedgerController {
  constructor(private readonly ledger: LedgerService) {}

  @Get()
  @ZodResponse({ status: 200, type: LedgerDto })
  view() {
    return this.ledger.view();
  }
}

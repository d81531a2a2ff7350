import { Controller, Get } from '@nestjs/common';
import { bankGatewayApi } from '@one-card/contracts';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { BankService } from './bank.service';

class BankDto extends createZodDto(bankGatewayApi.bankView) {}

/** Which banks pay under which agreement is no secret from anybody who is signed in. */
@Controller('banks')
export class BankController {
  constructor(private readonly banks: BankService) {}

  @Get()
  @ZodResponse({ status: 200, type: [BankDto] })
  async all() {
    const banks = await this.banks.all();
    return banks.map(({ code, name, agreementNo, agreementFrom, agreementTo, holdsBouncedDays }) => {
      return { code, name, agreementNo, agreementFrom, agreementTo, holdsBouncedDays };
    });
  }
}

import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { Public } from '@one-card/service';
import type { Request } from 'express';
import { AccountService } from './account.service';

@Public()
@Controller('accounts')
export class AccountController {
  constructor(private readonly accounts: AccountService) {}

  /** application/x-ndjson, any length. */
  @Post()
  @HttpCode(200)
  async open(@Req() request: Request): Promise<{ accounts: number }> {
    return { accounts: await this.accounts.open(request) };
  }
}

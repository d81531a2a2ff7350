import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { DisclosedTotals, PaymentLines, PaymentLinesQuery, PaymentSums, SumsQuery } from './payment.dto';
import { PaymentPages } from './payment.pages';

@ApiTags('payments 发放公开')
@Controller('payments')
@Public()
export class PaymentController {
  constructor(private readonly pages: PaymentPages) {}

  @Get('sums')
  @ApiOperation({ summary: 'What was paid, by division and policy' })
  @ZodResponse({ status: 200, type: PaymentSums })
  sums(@Query() query: SumsQuery) {
    return this.pages.sums(query);
  }

  @Get('lines')
  @ApiOperation({ summary: "What was paid in a village under a policy, under the policy's publicity" })
  @ZodResponse({ status: 200, type: PaymentLines })
  lines(@Query() query: PaymentLinesQuery) {
    return this.pages.of(query);
  }
}

@ApiTags('payments 发放公开')
@Controller('totals')
@Public()
export class TotalsController {
  constructor(private readonly pages: PaymentPages) {}

  @Get()
  @ApiOperation({ summary: 'All that was disclosed, singly or in totals' })
  @ZodResponse({ status: 200, type: DisclosedTotals })
  totals() {
    return this.pages.totals();
  }
}

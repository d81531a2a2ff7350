import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { bankGatewayApi } from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { OrderView } from './order.view';
import { READERS } from './readers';

class BankOrderDto extends createZodDto(bankGatewayApi.bankOrderView) {}
class BankTotalsDto extends createZodDto(bankGatewayApi.bankTotalsView) {}

@Controller()
export class OrderController {
  constructor(private readonly orders: OrderView) {}

  @Get('orders/:id')
  @ZodResponse({ status: 200, type: BankOrderDto })
  order(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.orders.of(id);
  }

  @Get('totals')
  @ZodResponse({ status: 200, type: BankTotalsDto })
  totals(@Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.orders.totals();
  }
}

import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { pageOf, paymentOrchestrationApi as api } from '@one-card/contracts';
import { type Transaction } from '@one-card/database';
import { Acting, type Actor, Authority, Command, decodeCursor, holdings, page, requirePost, Tx } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { actedBy, COUNTY_READERS } from '../batch/access';
import { Batches } from '../batch/batches';
import { moneyReaders } from './readers';
import { Orders } from './orders';
import { OrderViews } from './order.views';
import { OrderPreviews } from './preview';

class OpenOrder extends createZodDto(api.openOrder) {}
class OrderQuery extends createZodDto(api.orderQuery) {}
class OrderDto extends createZodDto(api.orderView) {}
class OrderPage extends createZodDto(pageOf(api.orderView)) {}
class Preview extends createZodDto(api.orderPreview) {}
class Payable extends createZodDto(api.payableView) {}
class Opened extends createZodDto(z.object({ id: z.uuid() })) {}

@Controller()
export class OrderController {
  constructor(
    private readonly orders: Orders,
    private readonly views: OrderViews,
    private readonly previews: OrderPreviews,
    private readonly batches: Batches,
    private readonly authority: Authority,
  ) {}

  @Get('batches/:id/payable')
  @ZodResponse({ status: 200, type: Payable })
  async payable(@Param('id', ParseUUIDPipe) batchId: string, @Acting() actor: Actor) {
    await this.demandMoney(actor, batchId);
    return this.orders.payable(batchId);
  }

  /** For the page on which an order is confirmed. */
  @Get('batches/:id/order-preview')
  @ZodResponse({ status: 200, type: Preview })
  async preview(@Param('id', ParseUUIDPipe) batchId: string, @Acting() actor: Actor) {
    await this.demandMoney(actor, batchId);
    return this.previews.of(batchId);
  }

  @Post('orders')
  @Command()
  @ZodResponse({ status: 201, type: Opened })
  async open(@Body() request: OpenOrder, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return { id: await this.orders.open(tx, request, actor, actedBy(actor, requirePost(actor, 'treasury-operator'))) };
  }

  @Post('orders/:id/approve')
  @HttpCode(204)
  @Command()
  async approve(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Tx() tx: Transaction) {
    await this.orders.approve(tx, id, actor, actedBy(actor, requirePost(actor, 'treasury-approver')));
  }

  @Post('orders/:id/cancel')
  @HttpCode(204)
  @Command()
  async cancel(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Tx() tx: Transaction) {
    await this.orders.cancel(tx, id, actedBy(actor, requirePost(actor, ['treasury-operator', 'treasury-approver'])));
  }

  @Get('orders')
  @ZodResponse({ status: 200, type: OrderPage })
  async list(@Query() query: OrderQuery, @Acting() actor: Actor) {
    requirePost(actor, moneyReaders);
    const [after] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    const departments = departmentsOf(actor);
    return page(await this.views.list({ ...query, departments }, after, query.limit + 1), query.limit, ({ id }) => [id]);
  }

  @Get('orders/:id')
  @ZodResponse({ status: 200, type: OrderDto })
  async one(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    requirePost(actor, moneyReaders);
    const order = await this.views.one(id);
    await this.demandMoney(actor, order.batchId);
    return order;
  }

  /** A department looks at the money of its own batches, finance and supervision at all. */
  private async demandMoney(actor: Actor, batchId: string): Promise<void> {
    requirePost(actor, moneyReaders);
    if (departmentsOf(actor) === undefined) return;
    const { department } = await this.batches.find(batchId);
    await this.authority.require(actor, moneyReaders, { department });
  }
}

/** Undefined: of the whole county. */
function departmentsOf(actor: Actor): string[] | undefined {
  if (holdings(actor, COUNTY_READERS).length > 0) return undefined;
  return holdings(actor, moneyReaders).flatMap(({ department }) => department ?? []);
}

import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Authority, Command, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { Access, actedBy } from '../batch/access';
import { Batches } from '../batch/batches';
import { BatchViews, rollWaitsFor } from '../batch/batch.views';
import { RowFaults } from '../upload/row-faults';
import { FaultPageDto, FaultQueryDto, ReviewRollDto, RollViewDto, SendRollDto } from './roll.dto';
import { RollService } from './roll.service';

@Controller('rolls')
export class RollController {
  constructor(
    private readonly batches: Batches,
    private readonly rolls: RollService,
    private readonly views: BatchViews,
    private readonly faults: RowFaults,
    private readonly authority: Authority,
    private readonly access: Access,
  ) {}

  @Get(':id')
  @ZodResponse({ status: 200, type: RollViewDto })
  one(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    return this.views.roll(id, actor);
  }

  /** Every fault of the present revision's rejected rows, in file order. */
  @Get(':id/faults')
  @ZodResponse({ status: 200, type: FaultPageDto })
  async faultsOf(@Param('id', ParseUUIDPipe) id: string, @Query() query: FaultQueryDto, @Acting() actor: Actor) {
    const roll = await this.batches.findRoll(id);
    await this.access.demandRoll(actor, await this.batches.find(roll.batch_id), roll);
    return this.faults.page(roll, query);
  }

  /** 送审 */
  @Post(':id/send')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: RollViewDto })
  async send(@Param('id', ParseUUIDPipe) id: string, @Body() body: SendRollDto, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const roll = await this.batches.findRoll(id, tx);
    const held = await this.authority.require(actor, 'township-clerk', { division: roll.division_code });
    await this.rolls.send(tx, roll, actedBy(actor, held), body);
    return this.views.roll(id, actor, tx);
  }

  /** 取消送审 */
  @Post(':id/withdraw')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: RollViewDto })
  async withdraw(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const roll = await this.batches.findRoll(id, tx);
    const held = await this.authority.require(actor, 'township-clerk', { division: roll.division_code });
    await this.rolls.withdraw(tx, roll, actedBy(actor, held));
    return this.views.roll(id, actor, tx);
  }

  /** The post whose turn it is approves the roll or sends it back. */
  @Post(':id/reviews')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: RollViewDto })
  async review(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReviewRollDto, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const roll = await this.batches.findRoll(id, tx);
    const batch = await this.batches.find(roll.batch_id, tx);
    const held = await this.access.reviewer(actor, rollWaitsFor(batch, roll) ?? 'township-reviewer', batch, roll.division_code);
    await this.rolls.review(tx, roll, actedBy(actor, held), body);
    return this.views.roll(id, actor, tx);
  }
}

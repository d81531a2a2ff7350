import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Authority, Command, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { Access, actedBy } from './access';
import { BatchPageDto, BatchQueryDto, BatchViewDto, OpenBatchDto, ReviewBatchDto } from './batch.dto';
import { BatchService } from './batch.service';
import { Batches } from './batches';
import { BatchViews, batchWaitsFor } from './batch.views';

@Controller('batches')
export class BatchController {
  constructor(
    private readonly batches: Batches,
    private readonly service: BatchService,
    private readonly views: BatchViews,
    private readonly authority: Authority,
    private readonly access: Access,
  ) {}

  @Get()
  @ZodResponse({ status: 200, type: BatchPageDto })
  list(@Query() query: BatchQueryDto, @Acting() actor: Actor) {
    return this.views.list(query, actor);
  }

  @Get(':id')
  @ZodResponse({ status: 200, type: BatchViewDto })
  one(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    return this.views.batch(id, actor);
  }

  /** The department opens a batch of a project: one roll for each of its divisions. */
  @Post()
  @Command()
  @ZodResponse({ status: 201, type: BatchViewDto })
  async open(@Body() body: OpenBatchDto, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const project = await this.service.projectOf(body.projectId);
    const held = await this.authority.require(actor, 'department-clerk', { department: project.department });
    const id = await this.service.open(tx, project, body, actedBy(actor, held));
    return this.views.batch(id, actor, tx);
  }

  @Post(':id/issue')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: BatchViewDto })
  async issue(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const batch = await this.batches.find(id, tx);
    const held = await this.authority.require(actor, 'department-clerk', { department: batch.department });
    await this.service.issue(tx, id, actedBy(actor, held));
    return this.views.batch(id, actor, tx);
  }

  /** The post whose turn it is approves, or sends rolls back. */
  @Post(':id/reviews')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: BatchViewDto })
  async review(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReviewBatchDto, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const batch = await this.batches.find(id, tx);
    const held = await this.access.reviewer(actor, batchWaitsFor(batch) ?? 'department-approver', batch);
    await this.service.review(tx, id, actedBy(actor, held), body);
    return this.views.batch(id, actor, tx);
  }

  /** 支付申请: sends the approved batch to finance. */
  @Post(':id/application')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: BatchViewDto })
  async apply(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Tx() tx: Transaction) {
    const batch = await this.batches.find(id, tx);
    const held = await this.authority.require(actor, 'department-clerk', { department: batch.department });
    await this.service.apply(tx, id, actedBy(actor, held));
    return this.views.batch(id, actor, tx);
  }
}

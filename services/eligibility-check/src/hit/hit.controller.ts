import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { DecidedHits, DecideHit, DecideHits, HitPage, HitQuery, HitView } from './hit.dto';
import { HitQueries } from './hit.queries';
import { HitService } from './hit.service';

@ApiTags('hits')
@Controller('hits')
export class HitController {
  constructor(
    private readonly queries: HitQueries,
    private readonly hits: HitService,
  ) {}

  @Get()
  @ApiOperation({ summary: "Hits with their evidence: of the reader's department, townships, or the county" })
  @ZodResponse({ status: 200, type: HitPage })
  list(@Acting() actor: Actor, @Query() query: HitQuery) {
    return this.queries.list(actor, query);
  }

  @Post('decisions')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Confirm or dismiss up to 2,000 hits of one batch with one reason' })
  @ZodResponse({ status: 200, type: DecidedHits })
  decideAll(@Acting() actor: Actor, @Body() body: DecideHits, @Tx() tx: Transaction) {
    return this.hits.decideAll(actor, body, tx);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One hit, with the record compared' })
  @ZodResponse({ status: 200, type: HitView })
  one(@Acting() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    return this.queries.one(actor, id);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Command()
  @ApiOperation({
    summary: "Confirm a hit (its line is stopped) or dismiss it, with a reason; by a clerk of the policy's department who did not enter the line",
  })
  @ZodResponse({ status: 200, type: HitView })
  async decide(@Acting() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: DecideHit, @Tx() tx: Transaction) {
    await this.hits.decide(actor, id, body, tx);
    return this.queries.one(actor, id, tx);
  }
}

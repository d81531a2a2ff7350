import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { paymentOrchestrationApi as api, project } from '@one-card/contracts';
import { type Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { Acting, type Actor, Command, decodeCursor, notFound, page, requirePost, Tx } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { config } from '../config';
import { moneyReaders } from '../order/readers';
import { Indicators } from './indicators';

class GrantIndicator extends createZodDto(api.grantIndicator) {}
class IndicatorQuery extends createZodDto(api.indicatorQuery) {}
class IndicatorView extends createZodDto(api.indicatorView) {}
class IndicatorPage extends createZodDto(api.indicatorPage) {}
class IndicatorTotals extends createZodDto(api.indicatorTotals) {}

@Controller('indicators')
export class IndicatorController {
  constructor(
    private readonly indicators: Indicators,
    private readonly replicas: Replicas,
  ) {}

  @Post()
  @Command()
  @ZodResponse({ status: 201, type: IndicatorView })
  async grant(@Body() grant: GrantIndicator, @Acting() actor: Actor, @Tx() tx: Transaction) {
    requirePost(actor, 'budget-officer');
    if (!(await this.replicas.find(project, grant.projectId, tx))) throw notFound({ zh: '项目', en: 'project' }, grant.projectId);
    return this.indicators.grant(tx, config.countyCode, grant, actor);
  }

  @Get()
  @ZodResponse({ status: 200, type: IndicatorPage })
  async list(@Query() query: IndicatorQuery, @Acting() actor: Actor) {
    requirePost(actor, moneyReaders);
    const [after] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    return page(await this.indicators.list(query, after, query.limit + 1), query.limit, ({ id }) => [id]);
  }

  @Get('totals')
  @ZodResponse({ status: 200, type: IndicatorTotals })
  totals(@Acting() actor: Actor) {
    requirePost(actor, moneyReaders);
    return this.indicators.totals();
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { supervisionApi as api } from '@one-card/contracts';
import { Acting, type Actor, decodeCursor, page, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { READERS } from '../readers';
import { Alerts } from './alerts';

class AlertQuery extends createZodDto(api.alertQuery) {}
class AlertPage extends createZodDto(api.alertPage) {}
class AlertTotals extends createZodDto(api.alertTotals) {}

@Controller('alerts')
export class AlertController {
  constructor(private readonly alerts: Alerts) {}

  @Get()
  @ZodResponse({ status: 200, type: AlertPage })
  async list(@Query() query: AlertQuery, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    const [after] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    return page(await this.alerts.list(query, after, query.limit + 1), query.limit, ({ id }) => [id]);
  }

  @Get('totals')
  @ApiOkResponse({ type: AlertTotals })
  totals(@Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.alerts.totals();
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { supervisionApi as api } from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import { READERS } from '../readers';
import { Totals } from './totals';

class TotalsQuery extends createZodDto(api.totalsQuery) {}
class TotalsView extends createZodDto(api.totalsView) {}

@Controller('totals')
export class TotalController {
  constructor(private readonly totals: Totals) {}

  @Get()
  @ApiOkResponse({ type: TotalsView })
  view(@Query() query: TotalsQuery, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.totals.view(query);
  }
}

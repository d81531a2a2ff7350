import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { supervisionApi as api } from '@one-card/contracts';
import { Acting, type Actor, decodeCursor, page, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { READERS } from '../readers';
import { Rolls } from './rolls';

class RollQuery extends createZodDto(api.rollQuery) {}
class RollSumsPage extends createZodDto(api.rollPage) {}

@Controller('rolls')
export class RollController {
  constructor(private readonly rolls: Rolls) {}

  @Get()
  @ApiOperation({ summary: 'The rolls that a sum is made of, newest first' })
  @ZodResponse({ status: 200, type: RollSumsPage })
  async list(@Query() query: RollQuery, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    const [before] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    return page(await this.rolls.list(query, before, query.limit + 1), query.limit, ({ rollId }) => [rollId]);
  }
}

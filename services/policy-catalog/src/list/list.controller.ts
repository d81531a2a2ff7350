import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { YearParam } from '../year.dto';
import { ListView } from './list.dto';
import { ListService } from './list.service';

@ApiTags('lists 政策清单')
@Controller('lists')
export class ListController {
  constructor(private readonly lists: ListService) {}

  @Get(':year')
  @Public()
  @ApiOperation({ summary: "A year's policy list; publishedAt is null until it is published" })
  @ZodResponse({ status: 200, type: ListView })
  of(@Param() { year }: YearParam) {
    return this.lists.of(year);
  }

  @Post(':year/publish')
  @Command()
  @ApiOperation({ summary: 'Publish the list, or its next edition (publisher)' })
  @ZodResponse({ status: 201, type: ListView })
  publish(@Param() { year }: YearParam, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.lists.publish(year, actor, tx);
  }
}

import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public, sendTable } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import type { Response } from 'express';
import { PolicyHistory, PolicyList, PolicyListFile, PolicyListQuery } from './list.dto';
import { ListPages } from './list.pages';

@ApiTags('lists 政策清单')
@Controller('policy-list')
@Public()
export class PublicListController {
  constructor(private readonly pages: ListPages) {}

  @Get()
  @ApiOperation({ summary: 'The policy list of a year (this one when none is given) in the columns that the county publishes' })
  @ZodResponse({ status: 200, type: PolicyList })
  list(@Query() query: PolicyListQuery) {
    return this.pages.list(query);
  }

  @Get('file')
  @ApiOperation({ summary: 'The same as a workbook or as CSV' })
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  async file(@Query() { format, ...query }: PolicyListFile, @Res() response: Response): Promise<void> {
    await sendTable(response, format, await this.pages.table(query));
  }

  @Get(':code')
  @ApiOperation({ summary: 'A policy in words: every version, the newest first, and what it changed' })
  @ZodResponse({ status: 200, type: PolicyHistory })
  versions(@Param('code') code: string) {
    return this.pages.versions(code);
  }
}

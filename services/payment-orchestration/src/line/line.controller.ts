import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { paymentOrchestrationApi as api } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Tx, sendTable } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import type { Response } from 'express';
import { AccountLines } from './account-lines';
import { lineTable } from './line.export';
import { LineQueries } from './line.queries';
import { LineService } from './line.service';

class LineViewDto extends createZodDto(api.lineView) {}
class LinePageDto extends createZodDto(api.linePage) {}
class LineQueryDto extends createZodDto(api.lineQuery) {}
class AccountQueryDto extends createZodDto(api.accountQuery) {}
class AccountLinePageDto extends createZodDto(api.accountLinePage) {}
class LineExportDto extends createZodDto(api.lineExport) {}
class StopLineDto extends createZodDto(api.stopLine) {}

/** Lines as tokens and amounts: names are the registry's to give. */
@Controller()
export class LineController {
  constructor(
    private readonly lines: LineService,
    private readonly queries: LineQueries,
    private readonly accounts: AccountLines,
  ) {}

  @Get('batches/:id/lines')
  @ZodResponse({ status: 200, type: LinePageDto })
  list(@Param('id', ParseUUIDPipe) id: string, @Query() query: LineQueryDto, @Acting() actor: Actor) {
    return this.queries.page(id, query, actor);
  }

  @Get('batches/:id/lines/export')
  @ApiOperation({ summary: 'The same list as a file, CSV or XLSX, streamed' })
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  async export(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { format, ...filter }: LineExportDto,
    @Acting() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const { batch, lines } = await this.queries.export(id, filter, actor);
    await sendTable(response, format, lineTable(batch, lines));
  }

  @Get('lines')
  @ApiOperation({ summary: 'Lines that one account takes, of all batches (finance and supervision)' })
  @ZodResponse({ status: 200, type: AccountLinePageDto })
  ofAccount(@Query() query: AccountQueryDto, @Acting() actor: Actor) {
    return this.accounts.page(query, actor);
  }

  @Get('lines/:line')
  @ZodResponse({ status: 200, type: LineViewDto })
  one(@Param('line', ParseIntPipe) line: number, @Acting() actor: Actor) {
    return this.lines.one(line, actor);
  }

  /** 停发: before it is ordered, with a reason. */
  @Post('lines/:line/stop')
  @HttpCode(200)
  @Command()
  @ZodResponse({ status: 200, type: LineViewDto })
  stop(@Param('line', ParseIntPipe) line: number, @Body() body: StopLineDto, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.lines.stop(tx, line, body.reason, actor);
  }
}

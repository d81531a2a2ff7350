import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { lineHistory } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { HistoryService } from './history.service';

class LineHistoryDto extends createZodDto(lineHistory) {}

/** Of no single service, and so below none of their prefixes. */
@ApiTags('lines')
@Controller('api/lines')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get(':line/history')
  @ApiOperation({ summary: 'Everything that happened to a line, by every service, in order' })
  @ZodResponse({ status: 200, type: LineHistoryDto })
  of(@Param('line', ParseIntPipe) line: number, @Acting() actor: Actor) {
    return this.history.of(line, actor);
  }
}

import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { serviceHistory } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { LineHistory } from './line-history';

class HistoryDto extends createZodDto(serviceHistory) {}

@Controller('lines/:line/history')
export class HistoryController {
  constructor(private readonly history: LineHistory) {}

  @Get()
  @ApiOperation({ summary: 'What happened to a line, as this service knows it' })
  @ZodResponse({ status: 200, type: HistoryDto })
  of(@Param('line', ParseIntPipe) line: number, @Acting() actor: Actor) {
    return this.history.of(line, actor);
  }
}

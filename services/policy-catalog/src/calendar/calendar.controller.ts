import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { policyCatalogApi } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { YearParam } from '../year.dto';
import { CalendarService } from './calendar.service';

class CalendarView extends createZodDto(policyCatalogApi.calendarView) {}
class SetCalendar extends createZodDto(policyCatalogApi.setCalendar) {}

@ApiTags('calendar 工作日历')
@Controller('calendar')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Get(':year')
  @Public()
  @ApiOperation({ summary: 'Days of a year that are not what their weekday says' })
  @ZodResponse({ status: 200, type: CalendarView })
  of(@Param() { year }: YearParam) {
    return this.calendar.of(year);
  }

  @Put(':year')
  @Command()
  @ApiOperation({ summary: "Set a year's calendar whole (system-admin)" })
  @ZodResponse({ status: 200, type: CalendarView })
  set(@Param() { year }: YearParam, @Body() { days }: SetCalendar, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.calendar.set(year, days, actor, tx);
  }
}

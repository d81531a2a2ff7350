import { Controller, Get, Query } from '@nestjs/common';
import { Public } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { DivisionQuery, DivisionView } from './division.dto';
import { DivisionService } from './division.service';

@Controller('divisions')
export class DivisionController {
  constructor(private readonly divisions: DivisionService) {}

  @Public()
  @Get()
  @ZodResponse({ type: [DivisionView] })
  list(@Query() query: DivisionQuery): Promise<DivisionView[]> {
    return this.divisions.list(query);
  }
}

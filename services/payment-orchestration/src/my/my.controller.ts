import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { pageOf, pageQuery, paymentOrchestrationApi as api } from '@one-card/contracts';
import { Acting, type Actor, Public, requireCitizen } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { MyLines } from './my-lines';

class MyLinePage extends createZodDto(pageOf(api.myLine)) {}
class MyLineQuery extends createZodDto(pageQuery) {}

@Controller('my')
export class MyController {
  constructor(private readonly lines: MyLines) {}

  @Get('lines')
  @Public()
  @ApiOperation({ summary: 'Each payment to the recipient who asks, or to their card for another, the newest first' })
  @ZodResponse({ status: 200, type: MyLinePage })
  list(@Query() query: MyLineQuery, @Acting() actor: Actor) {
    return this.lines.of(requireCitizen(actor), query);
  }
}

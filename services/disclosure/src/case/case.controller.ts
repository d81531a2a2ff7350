import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { AnswerCase, CaseDetail, CasePage, CaseQuery, CaseView, OpenCase, Receipt, TransferCase } from './case.dto';
import { CaseService } from './case.service';

@ApiTags('cases 咨询投诉')
@Controller('cases')
export class CaseController {
  constructor(private readonly cases: CaseService) {}

  @Post()
  @Public()
  @Command()
  @ApiOperation({ summary: 'Ask, complain, or request information (anybody)' })
  @ZodResponse({ status: 201, type: Receipt })
  receive(@Body() asked: OpenCase, @Tx() tx: Transaction) {
    return this.cases.receive(asked, tx);
  }

  @Get()
  @ApiOperation({ summary: 'Cases that the actor answers or oversees (department-clerk, publisher, publicity-inspector, supervisor)' })
  @ZodResponse({ status: 200, type: CasePage })
  list(@Query() query: CaseQuery, @Acting() actor: Actor) {
    return this.cases.list(query, actor);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A case with who sent it; the reading is recorded (department-clerk of the policy, publisher)' })
  @ZodResponse({ status: 200, type: CaseDetail })
  detail(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    return this.cases.detail(id, actor);
  }

  @Post(':id/answer')
  @Command()
  @ApiOperation({ summary: 'Answer it (department-clerk of the policy, publisher)' })
  @ZodResponse({ status: 201, type: CaseView })
  answer(@Param('id', ParseUUIDPipe) id: string, @Body() { answer }: AnswerCase, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.cases.answer(id, answer, actor, tx);
  }

  @Post(':id/transfer')
  @Command()
  @ApiOperation({ summary: 'Pass it on to the department of the policy that it is about, or to those who publish (whoever would answer it)' })
  @ZodResponse({ status: 201, type: CaseView })
  transfer(@Param('id', ParseUUIDPipe) id: string, @Body() to: TransferCase, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.cases.transfer(id, to, actor, tx);
  }
}

import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { DecideObjection, ObjectionDetail, ObjectionReceipt, Objections, ObjectionView, ObjectToLine } from './objection.dto';
import { ObjectionReaders } from './objection.readers';
import { ObjectionService } from './objection.service';

@ApiTags('objections 异议')
@Controller('notices/:noticeId/objections')
export class NoticeObjectionController {
  constructor(
    private readonly objections: ObjectionService,
    private readonly readers: ObjectionReaders,
  ) {}

  @Post()
  @Public()
  @Command()
  @ApiOperation({ summary: 'Object to a line of an open notice (anybody)' })
  @ZodResponse({ status: 201, type: ObjectionReceipt })
  receive(@Param('noticeId', ParseUUIDPipe) noticeId: string, @Body() objection: ObjectToLine, @Tx() tx: Transaction) {
    return this.objections.receive(noticeId, objection, tx);
  }

  @Get()
  @ApiOperation({ summary: 'Objections to a notice, without who made them (department-clerk, township posts, publicity-inspector, supervisor)' })
  @ZodResponse({ status: 200, type: Objections })
  list(@Param('noticeId', ParseUUIDPipe) noticeId: string, @Acting() actor: Actor) {
    return this.readers.ofNotice(noticeId, actor);
  }
}

@ApiTags('objections 异议')
@Controller('objections')
export class ObjectionController {
  constructor(
    private readonly objections: ObjectionService,
    private readonly readers: ObjectionReaders,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'An objection with who made it; the reading is recorded (department-clerk, township-reviewer)' })
  @ZodResponse({ status: 200, type: ObjectionDetail })
  detail(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    return this.readers.detail(id, actor);
  }

  @Post(':id/decision')
  @Command()
  @ApiOperation({ summary: 'Uphold it (the line is stopped) or refuse it (the line goes on) (department-clerk, township-reviewer)' })
  @ZodResponse({ status: 201, type: ObjectionView })
  async decide(@Param('id', ParseUUIDPipe) id: string, @Body() decision: DecideObjection, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.readers.viewOf(await this.objections.decide(id, decision, actor, tx));
  }
}

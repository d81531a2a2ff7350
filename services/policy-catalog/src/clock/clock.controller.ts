import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { policyCatalogApi } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ClockService } from './clock.service';
import { HeardByAll } from './heard-by-all.interceptor';

class ClockView extends createZodDto(policyCatalogApi.clockView) {}
class AdvanceClock extends createZodDto(policyCatalogApi.advanceClock) {}

@ApiTags('clock 业务时钟')
@Controller('clock')
export class ClockController {
  constructor(private readonly clock: ClockService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Business time' })
  @ZodResponse({ status: 200, type: ClockView })
  view() {
    return this.clock.view();
  }
}

/** On its own: an interceptor of a controller stands around those of its methods, and this one must outlast the command's transaction. */
@ApiTags('clock 业务时钟')
@Controller('clock/advance')
@UseInterceptors(HeardByAll)
export class ClockAdvanceController {
  constructor(private readonly clock: ClockService) {}

  @Post()
  @Command()
  @ApiOperation({ summary: 'Advance business time; answers when every service has heard (system-admin, where the deployment allows it)' })
  @ZodResponse({ status: 201, type: ClockView })
  advance(@Body() by: AdvanceClock, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.clock.advance(by, actor, tx);
  }
}

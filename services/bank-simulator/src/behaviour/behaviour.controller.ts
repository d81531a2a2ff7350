import { Body, Controller, Get, Put } from '@nestjs/common';
import { bankSimulatorApi } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import { RefundService } from '../funding/refund.service';
import { BehaviourService } from './behaviour.service';

class BehaviourDto extends createZodDto(bankSimulatorApi.behaviour) {}

@Public()
@Controller('behaviour')
export class BehaviourController {
  constructor(
    private readonly behaviour: BehaviourService,
    private readonly refunds: RefundService,
  ) {}

  @Get()
  current(): Promise<BehaviourDto> {
    return this.behaviour.current();
  }

  @Put()
  async set(@Body() body: BehaviourDto): Promise<BehaviourDto> {
    const set = await this.behaviour.set(body);
    if (set.refund) await this.refunds.giveBackAll();
    return set;
  }
}

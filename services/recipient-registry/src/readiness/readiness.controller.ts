import { Controller, Get, Query } from '@nestjs/common';
import { recipientRegistryApi as api } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ReadinessService } from './readiness.service';

class ReadinessQuery extends createZodDto(z.object({ division: api.readinessView.shape.divisionCode })) {}
class ReadinessView extends createZodDto(api.readinessView) {}

@Controller('readiness')
export class ReadinessController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get()
  @ZodResponse({ status: 200, type: ReadinessView })
  of(@Query() { division }: ReadinessQuery, @Acting() actor: Actor): Promise<ReadinessView> {
    return this.readiness.of(division, actor);
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { eligibilityCheckApi } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { HitQueries } from '../hit/hit.queries';

class ScreeningQuery extends createZodDto(z.object({ rollId: z.uuid() })) {}
class ScreeningView extends createZodDto(eligibilityCheckApi.screeningView) {}

@ApiTags('screenings')
@Controller('screenings')
export class ScreeningController {
  constructor(private readonly queries: HitQueries) {}

  @Get()
  @ApiOperation({ summary: "How far the screening of a roll's newest revision is, and what it found" })
  @ZodResponse({ status: 200, type: ScreeningView })
  one(@Acting() actor: Actor, @Query() { rollId }: ScreeningQuery) {
    return this.queries.screening(actor, rollId);
  }
}

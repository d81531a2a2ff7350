import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { LevelQuery, LevelView } from './level.dto';
import { LevelPages } from './level.pages';

@ApiTags('payments 发放公开')
@Controller('payments')
@Public()
export class LevelController {
  constructor(private readonly pages: LevelPages) {}

  @Get('levels')
  @ApiOperation({ summary: 'What was paid in the county, a township or a village: by its parts, by policy, and to how many people' })
  @ZodResponse({ status: 200, type: LevelView })
  of(@Query() query: LevelQuery) {
    return this.pages.of(query);
  }
}

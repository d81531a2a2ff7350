import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { eligibilityCheckApi } from '@one-card/contracts';
import { say } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { rules } from '.';

class RuleView extends createZodDto(eligibilityCheckApi.ruleView) {}

@ApiTags('rules')
@Controller('rules')
export class RulesController {
  @Get()
  @ApiOperation({ summary: 'Every screening rule, with what it finds and the data that it needs; a policy version names those that apply to it' })
  @ZodResponse({ status: 200, type: [RuleView] })
  list() {
    return Object.values(rules).map(({ code, name, explains, needs, inBulk }) => ({
      ...{ code, name: say(name), explains: say(explains), needs: [...needs], inBulk: [...inBulk] },
    }));
  }
}

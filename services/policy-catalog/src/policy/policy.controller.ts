import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { PolicyPage, PolicyQuery, PolicyVersions, PolicyView, PublishPolicy } from './policy.dto';
import { PolicyService } from './policy.service';
import { SecretGuard } from './secret.guard';

@ApiTags('policies 补贴政策')
@Controller('policies')
export class PolicyController {
  constructor(private readonly policies: PolicyService) {}

  @Post()
  @Command()
  @UseGuards(SecretGuard)
  @ApiOperation({ summary: 'Publish a policy or its next version (department-clerk of the department, system-admin)' })
  @ZodResponse({ status: 201, type: PolicyView })
  publish(@Body() { secret: _, ...draft }: PublishPolicy, @Acting() actor: Actor, @Tx() tx: Transaction) {
    return this.policies.publish(draft, actor, tx);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'The version of each policy that holds now, or held in a year' })
  @ZodResponse({ status: 200, type: PolicyPage })
  list(@Query() query: PolicyQuery) {
    return this.policies.list(query);
  }

  @Get(':code')
  @Public()
  @ApiOperation({ summary: 'All versions of a policy, the newest first' })
  @ZodResponse({ status: 200, type: PolicyVersions })
  versions(@Param('code') code: string) {
    return this.policies.versions(code);
  }
}

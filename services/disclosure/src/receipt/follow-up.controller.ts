import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { disclosureApi } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { FollowUpService } from './follow-up.service';

class FollowUpQuery extends createZodDto(disclosureApi.followUpQuery) {}
class FollowUpView extends createZodDto(disclosureApi.followUpView) {}

@ApiTags('follow-ups 办理进度')
@Controller('follow-ups')
@Public()
export class FollowUpController {
  constructor(private readonly followUps: FollowUpService) {}

  /** By POST, since a secret in an address would stand in logs; a question all the same. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'What became of an objection, a question or a complaint (whoever holds its number and secret)' })
  @ZodResponse({ status: 200, type: FollowUpView })
  of(@Body() { receiptNo, secret }: FollowUpQuery) {
    return this.followUps.of(receiptNo, secret);
  }
}

import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { gatewayApi, recipientRegistryApi as api, pageOf, pageQuery } from '@one-card/contracts';
import { Database } from '@one-card/database';
import { Acting, type Actor, Public, requireCitizen } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { MyReadings } from './my-readings';
import { demandGateway, notProven } from './proof.errors';
import { ProofService } from './proof.service';

class ProveCitizen extends createZodDto(gatewayApi.proveCitizen) {}
class ProvenView extends createZodDto(api.provenView) {}
class MyReadingPage extends createZodDto(pageOf(api.myReadingView)) {}
class MyReadingQuery extends createZodDto(pageQuery) {}

@ApiTags('citizens 本人查询')
@Controller()
export class ProofController {
  constructor(
    private readonly proofs: ProofService,
    private readonly readings: MyReadings,
    private readonly database: Database,
  ) {}

  /** A question and no command: its answer is not kept under a key. What failed is written down all the same, so it is refused afterwards. */
  @Post('people/prove')
  @HttpCode(200)
  @ApiOperation({ summary: 'Is somebody the recipient that they say they are? (the gateway only, which limits how often)' })
  @ZodResponse({ status: 200, type: ProvenView })
  async prove(@Body() claim: ProveCitizen, @Acting() actor: Actor) {
    demandGateway(actor);
    const token = await this.database.transaction((tx) => this.proofs.prove(claim, tx));
    if (token === undefined) throw notProven();
    return { token };
  }

  @Get('my/readings')
  @Public()
  @ApiOperation({ summary: 'Who has read the record of the recipient who asks, the newest first' })
  @ZodResponse({ status: 200, type: MyReadingPage })
  mine(@Query() query: MyReadingQuery, @Acting() actor: Actor) {
    return this.readings.of(requireCitizen(actor), query);
  }
}

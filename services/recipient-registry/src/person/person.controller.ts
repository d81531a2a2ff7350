import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Database, Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { LookupPerson, MendCard, NamesQuery, PeopleQuery, PersonKey, PersonName, PersonPage, PersonView, ReadingView } from './person.dto';
import { PersonService } from './person.service';

@Controller('people')
export class PersonController {
  constructor(
    private readonly people: PersonService,
    private readonly database: Database,
  ) {}

  /**
   * By identity number, which stands in the body: an address is written to logs. A question and no command: an answer kept under its key
   * would be given again unrecorded, and to those who may no longer read it.
   */
  @Post('lookup')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: PersonView })
  lookup(@Body() { identity, purpose }: LookupPerson, @Acting() actor: Actor): Promise<PersonView> {
    return this.database.transaction((tx) => this.people.lookup(identity, purpose, actor, tx));
  }

  /** A question too. */
  @Post('names')
  @HttpCode(200)
  @ZodResponse({ status: 200, type: [PersonName] })
  names(@Body() { tokens, purpose }: NamesQuery, @Acting() actor: Actor): Promise<PersonName[]> {
    return this.database.transaction((tx) => this.people.names(tokens, purpose, actor, tx));
  }

  @Get()
  @ZodResponse({ status: 200, type: PersonPage })
  list(@Query() query: PeopleQuery, @Acting() actor: Actor): Promise<PersonPage> {
    return this.database.transaction((tx) => this.people.list(query, actor, tx));
  }

  @Get(':token')
  @ZodResponse({ status: 200, type: PersonView })
  get(@Param() { token }: PersonKey, @Acting() actor: Actor): Promise<PersonView> {
    return this.database.transaction((tx) => this.people.get(token, '查看登记信息', actor, tx));
  }

  @Get(':token/readings')
  @ZodResponse({ status: 200, type: [ReadingView] })
  async readings(@Param() { token }: PersonKey, @Acting() actor: Actor): Promise<ReadingView[]> {
    const readings = await this.database.transaction((tx) => this.people.readingsOf(token, actor, tx));
    return readings.map((reading) => ({ ...reading, at: reading.at.toISOString() }));
  }

  @Command()
  @Post(':token/cards')
  @ZodResponse({ status: 201, type: PersonView })
  mendCard(@Param() { token }: PersonKey, @Body() card: MendCard, @Acting() actor: Actor, @Tx() tx: Transaction): Promise<PersonView> {
    return this.people.mendCard(token, card, actor, tx);
  }
}

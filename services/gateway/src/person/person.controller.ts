import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, Public, requirePost, Tx } from '@one-card/service';
import { ZodResponse } from 'nestjs-zod';
import { CreatePerson, GrantPosts, MeView, PersonPage, PersonQuery, PersonView } from './person.dto';
import type { Holding } from './person.rules';
import { PersonService } from './person.service';

const administrations = ['system-admin', 'security-admin', 'security-auditor'];

@Controller()
export class PersonController {
  constructor(private readonly persons: PersonService) {}

  @Get('me')
  @Public()
  @ApiOperation({ summary: 'Who you are to the platform, with the posts that you hold now' })
  @ZodResponse({ type: MeView })
  me(@Acting() { id, name, posts, anonymous, system }: Actor) {
    return { id, name, kind: anonymous ? ('anonymous' as const) : system ? ('system' as const) : ('person' as const), posts: posts as Holding[] };
  }

  @Get('persons')
  @ApiOperation({ summary: 'Persons and systems with their posts' })
  @ZodResponse({ type: PersonPage })
  list(@Acting() actor: Actor, @Query() query: PersonQuery) {
    requirePost(actor, administrations);
    return this.persons.list(query);
  }

  @Get('persons/:id')
  @ApiOperation({ summary: 'One person or system' })
  @ZodResponse({ type: PersonView })
  get(@Acting() actor: Actor, @Param('id') id: string) {
    requirePost(actor, administrations);
    return this.persons.get(id);
  }

  @Post('persons')
  @Command()
  @ApiOperation({ summary: 'Enter a person or system by the subject that the issuer gives them' })
  @ZodResponse({ status: 201, type: PersonView })
  create(@Acting() actor: Actor, @Body() person: CreatePerson, @Tx() tx: Transaction) {
    requirePost(actor, 'system-admin');
    return this.persons.create(actor.id, person, tx);
  }

  @Put('persons/:id/posts')
  @Command()
  @ApiOperation({ summary: 'Set the posts that somebody holds from now on; nobody sets their own' })
  @ZodResponse({ type: PersonView })
  grant(@Acting() actor: Actor, @Param('id') id: string, @Body() { posts }: GrantPosts, @Tx() tx: Transaction) {
    requirePost(actor, 'security-admin');
    return this.persons.grant(actor.id, id, posts, tx);
  }
}

import { Injectable } from '@nestjs/common';
import { recipientRegistryApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { type Actor, notFound } from '@one-card/service';
import type { z } from 'zod';
import { config } from '../config';
import { PersonRights } from '../person/person.rights';

export type Readiness = z.output<typeof recipientRegistryApi.readinessView>;

/** How many could be paid today. Told early: a household is paid to its head's card or not at all. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly database: Database,
    private readonly rights: PersonRights,
  ) {}

  async of(division: string, reader: Actor): Promise<Readiness> {
    await this.rights.read(reader, [division]);
    const row = await this.database.maybe<Readiness>(sql`
      WITH village AS (
        SELECT code FROM division_ancestor WHERE county_code = ${config.countyCode} AND ancestor = ${division}),
      people AS (
        SELECT count(*)::int AS people, count(card.token)::int AS with_card
        FROM person
        LEFT JOIN card ON card.county_code = person.county_code AND card.person = person.token AND card.current AND card.state = 'active'
        WHERE person.county_code = ${config.countyCode} AND person.known AND person.village_code IN (SELECT code FROM village)),
      households AS (
        SELECT count(*)::int AS households, count(card.token)::int AS with_card
        FROM household
        LEFT JOIN card ON card.county_code = household.county_code AND card.person = household.head AND card.current AND card.state = 'active'
        WHERE household.county_code = ${config.countyCode} AND household.village_code IN (SELECT code FROM village))
      SELECT ${division}::text AS "divisionCode", households.households, households.with_card AS "headsWithCard",
             people.people, people.with_card AS "peopleWithCard", (business_now() AT TIME ZONE 'Asia/Shanghai')::date::text AS "asOf"
      FROM people, households
      WHERE EXISTS (SELECT FROM village)`);
    if (row === undefined) throw notFound({ zh: '区划', en: 'division' }, division);
    return row;
  }
}

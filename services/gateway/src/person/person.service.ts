import { Injectable } from '@nestjs/common';
import { type gatewayApi, postHolder } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { type Actor, decodeCursor, notFound, page, type Page } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';
import { ownPosts, personExists } from './person.errors';
import { checkSeparation, type Holding, sameHolding } from './person.rules';

export type Person = z.output<typeof gatewayApi.personView>;
type NewPerson = z.output<typeof gatewayApi.createPerson>;

interface PersonRow {
  id: string;
  name: string;
  kind: 'person' | 'system';
  posts: Person['posts'];
}

interface HoldingRow extends Holding {
  id: string;
}

/** Holdings as JSON, so that a person is one row. Dates are those of the business clock. */
const withPosts = sql`
  SELECT p.id, p.name, p.kind, COALESCE(h.posts, '[]') AS posts
  FROM person p
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('post', post, 'department', department, 'divisions', divisions, 'from', valid_from, 'until', valid_until) ORDER BY id) AS posts
    FROM post_holding
    WHERE person = p.id AND valid_until IS NULL
  ) h ON true`;

@Injectable()
export class PersonService {
  constructor(private readonly database: Database) {}

  /** Who acts, from the subject that the issuer vouches for. Somebody signed in who was never entered here holds no post. */
  async actorOf(subject: string, name: string | undefined): Promise<Actor> {
    const known = await this.database.maybe<PersonRow>(sql`${withPosts} WHERE p.id = ${subject}`);
    const posts = (known?.posts ?? []).map(({ post, department, divisions }) => ({ post, department, divisions }));
    return { id: subject, name: known?.name ?? name ?? subject, posts, anonymous: false, system: known?.kind === 'system' };
  }

  async list({ limit, cursor }: { limit: number; cursor?: string }): Promise<Page<Person>> {
    const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? [''];
    const rows = await this.database.query<PersonRow>(sql`${withPosts} WHERE p.id > ${after} ORDER BY p.id LIMIT ${limit + 1}`);
    return page(rows, limit, ({ id }) => [id]);
  }

  async get(id: string): Promise<Person> {
    const person = await this.database.maybe<PersonRow>(sql`${withPosts} WHERE p.id = ${id}`);
    if (person === undefined) throw unknown(id);
    return person;
  }

  async create(by: string, { id, name, kind }: NewPerson, tx: Transaction): Promise<Person> {
    const now = await tx.now();
    const created = await tx.execute(sql`
      INSERT INTO person (id, name, kind, created_by, created_at)
      VALUES (${id}, ${name}, ${kind}, ${by}, ${now})
      ON CONFLICT DO NOTHING`);
    if (created === 0) throw personExists(id);
    return { id, name, kind, posts: [] };
  }

  /** Ends what is not in the new list, begins what was not there before, and tells of it. */
  async grant(by: string, id: string, posts: readonly Holding[], tx: Transaction): Promise<Person> {
    if (by === id) throw ownPosts();
    checkSeparation(posts);
    const person = await tx.maybe<{ kind: 'person' | 'system'; version: number }>(sql`
      UPDATE person SET version = version + 1 WHERE id = ${id} RETURNING kind, version`);
    if (person === undefined) throw unknown(id);
    await this.replaceHoldings(by, id, posts, tx);
    await tx.publish(postHolder, { id, version: person.version, countyCode: config.countyCode, kind: person.kind, posts: [...posts] });
    return tx.one<PersonRow>(sql`${withPosts} WHERE p.id = ${id}`);
  }

  private async replaceHoldings(by: string, id: string, posts: readonly Holding[], tx: Transaction): Promise<void> {
    const now = await tx.now();
    const held = await tx.query<HoldingRow>(sql`
      SELECT id, post, department, divisions FROM post_holding WHERE person = ${id} AND valid_until IS NULL`);
    const ended = held.filter((holding) => !posts.some((post) => sameHolding(post, holding)));
    await tx.execute(sql`
      UPDATE post_holding SET valid_until = ${now}, ended_by = ${by} WHERE id = ANY(${ended.map((holding) => holding.id)}::bigint[])`);
    for (const { post, department, divisions } of posts.filter((wanted) => !held.some((holding) => sameHolding(wanted, holding))))
      await tx.execute(sql`
        INSERT INTO post_holding (person, post, department, divisions, valid_from, granted_by)
        VALUES (${id}, ${post}, ${department}, ${divisions}, ${now}, ${by})`);
  }
}

const unknown = (id: string) => notFound({ zh: '人员', en: 'person' }, id);

import { Logger } from '@nestjs/common';
import { Database, databaseMigrations, provision, runMigrations, sql } from '@one-card/database';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createTopics, deleteTopics } from '../admin';
import type { Received } from '../message';
import { kafkaMigrations } from '../migrations';
import { createPublisher, type Publisher } from '../publisher';
import { tail, type Tail } from '../tail';
import { type Member, type Place, SERVICE, startMember } from './member';
import { done, Heard1800000000001, step, thing, work } from './sample';

Logger.overrideLogger(false);

export interface Heard {
  key: string;
  no: number;
  correlation: string | null;
  member: string;
}

/** A database and topics of the suite's own on the shared servers. (`@one-card/testing` stands above this library and cannot be used here.) */
export class Fixture {
  private constructor(
    readonly place: Place,
    readonly publisher: Publisher,
    /** for looking; the members have their own */
    readonly database: Database,
    private readonly drop: () => Promise<void>,
  ) {}

  static async create(): Promise<Fixture> {
    const { TEST_POSTGRES_URL: adminUrl = '', TEST_KAFKA_BROKERS: brokers = '' } = process.env;
    const name = `kafka_${randomBytes(5).toString('hex')}`;
    const { databaseUrl, migratorUrl } = await provision(adminUrl, name, SERVICE);
    await runMigrations(migratorUrl, [...databaseMigrations, ...kafkaMigrations, Heard1800000000001]);
    const place = { brokers, prefix: `${name}.`, databaseUrl };
    await createTopics(brokers, place.prefix, [thing, step, work, done]);
    const drop = async (): Promise<void> => {
      const admin = new Client({ connectionString: adminUrl });
      await admin.connect();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    };
    return new Fixture(place, await createPublisher(place, 'test'), await Database.open({ url: databaseUrl }), drop);
  }

  member(options: Parameters<typeof startMember>[1] = {}): Promise<Member> {
    return startMember(this.place, options);
  }

  heard(key?: string): Promise<Heard[]> {
    const all = key ?? null;
    return this.database.query<Heard>(sql`
      SELECT key, no::int, correlation, member FROM heard WHERE ${all}::text IS NULL OR key = ${all} ORDER BY seq`);
  }

  /** How often anything was handled, by anybody or by one member. */
  async count(member?: string): Promise<number> {
    const by = member ?? null;
    const row = await this.database.maybe<{ times: number }>(sql`
      SELECT count(*)::int AS times FROM heard WHERE ${by}::text IS NULL OR member = ${by}`);
    return row?.times ?? 0;
  }

  /** Messages of the key by transaction: those that shared one have its number. */
  async shares(key: string): Promise<number[]> {
    const rows = await this.database.query<{ times: number }>(sql`
      SELECT count(*)::int AS times FROM heard WHERE key = ${key} GROUP BY xmin ORDER BY min(seq)`);
    return rows.map(({ times }) => times);
  }

  /** Waits until the key has been heard with these numbers, in this order, each once. */
  async hears(key: string, numbers: readonly number[]): Promise<void> {
    await eventually(async () => expect((await this.heard(key)).map(({ no }) => no)).toEqual(numbers));
  }

  async mend(key: string): Promise<void> {
    await this.database.transaction(async (tx) => void (await tx.execute(sql`INSERT INTO mended VALUES (${key})`)));
  }

  async follow(topic: string): Promise<{ messages: Received[]; tail: Tail }> {
    const messages: Received[] = [];
    return { messages, tail: await tail(this.place, [topic], (message) => messages.push(message)) };
  }

  async stop(): Promise<void> {
    await this.publisher.close();
    await this.database.close();
    await this.drop();
    await deleteTopics(this.place.brokers, this.place.prefix);
  }
}

export async function eventually<T>(check: () => Promise<T>, limitMs = 60_000): Promise<T> {
  const limit = Date.now() + limitMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > limit) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { config } from '../config';
import { tooManyTries } from './citizen.errors';

const windowMinutes = 15;

/**
 * Failed proofs, counted for each address and each claimed name, by all gateways together. Six digits and four are soon guessed by a machine
 * that may try often. What is written down is a keyed hash: it tells nobody who was looked for.
 */
@Injectable()
export class Tries {
  constructor(private readonly database: Database) {}

  /** Counted before it is known how it ends, so that many at once are not let through together. Gives how to take it back. */
  async count(claims: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
    const keys = Object.entries(claims).map(([kind, value]) => createHmac('sha256', config.sessionSecret).update(`${kind}\0${value}`).digest('hex'));
    return this.database.transaction(async (tx) => {
      for (const key of [...keys].sort()) await tx.lock('citizen try', key);
      await tx.execute(sql`DELETE FROM citizen_try WHERE at < now() - make_interval(mins => ${windowMinutes})`);
      const counted = await tx.query<{ tries: number; left: number }>(sql`
        SELECT count(*)::int AS tries, ceil(extract(epoch FROM min(at) + make_interval(mins => ${windowMinutes}) - now()) / 60)::int AS left
        FROM citizen_try
        WHERE key = ANY(${keys})
        GROUP BY key`);
      const waits = counted.filter(({ tries }) => tries >= config.citizenTries).map(({ left }) => left);
      if (waits.length > 0) throw tooManyTries(Math.max(1, ...waits));
      const ids = await tx.query<{ id: string }>(sql`
        INSERT INTO citizen_try (key, at)
        SELECT key, now() FROM unnest(${keys}::text[]) AS key
        RETURNING id`);
      return () => this.takeBack(ids.map(({ id }) => id));
    });
  }

  private async takeBack(ids: readonly string[]): Promise<void> {
    await this.database.transaction((tx) => tx.execute(sql`DELETE FROM citizen_try WHERE id = ANY(${ids}::bigint[])`));
  }
}

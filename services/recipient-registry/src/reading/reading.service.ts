import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import type { Actor } from '@one-card/service';
import { config } from '../config';

export interface Reading {
  readonly reader: string;
  readonly readerName: string;
  readonly purpose: string;
  readonly at: Date;
}

/** Who read whom, why and when. Written in the transaction that reads: nothing is shown that is not recorded. */
@Injectable()
export class ReadingService {
  async record(people: readonly number[], reader: Actor, purpose: string, tx: Transaction): Promise<void> {
    if (people.length === 0) return;
    const [held] = reader.posts;
    const by = sql`${held?.post ?? null}::text, ${held?.department ?? null}::text, ${held?.divisions[0] ?? null}::text`;
    await tx.execute(sql`
      INSERT INTO reading (county_code, person, reader, reader_name, purpose, at, reader_post, reader_department, reader_division)
      SELECT ${config.countyCode}, person, ${reader.id}, ${reader.name}, ${purpose}, ${await tx.now()}, ${by}
      FROM unnest(${people}::bigint[]) AS person`);
  }

  of(person: number, tx: Transaction): Promise<Reading[]> {
    return tx.query<Reading>(sql`
      SELECT reader, reader_name AS "readerName", purpose, at
      FROM reading
      WHERE county_code = ${config.countyCode} AND person = ${person}
      ORDER BY id DESC
      LIMIT 500`);
  }
}

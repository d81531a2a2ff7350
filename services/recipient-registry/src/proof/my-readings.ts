import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { isPost, postNames } from '@one-card/domain';
import { currentLanguage, decodeCursor, page } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';

interface Row {
  id: string;
  reader: string;
  purpose: string;
  at: Date;
  post: string | null;
  department: string | null;
  division: string | null;
}

/** Who has read a person's record, as that person is told: by office and post, when and what for; not which clerk it was. */
@Injectable()
export class MyReadings {
  constructor(private readonly database: Database) {}

  async of(citizen: string, { limit, cursor }: { limit: number; cursor?: string }) {
    const [before] = decodeCursor(cursor, z.tuple([z.int()])) ?? [Number.MAX_SAFE_INTEGER];
    const rows = await this.database.query<Row>(sql`
      SELECT reading.id, reading.reader, reading.purpose, reading.at, reading.reader_post AS post, reading.reader_department AS department,
             division.name AS division
      FROM reading
      LEFT JOIN division ON division.county_code = reading.county_code AND division.code = reading.reader_division
      WHERE reading.county_code = ${config.countyCode} AND reading.person = ${citizen}::bigint AND reading.id < ${before}
      ORDER BY reading.id DESC
      LIMIT ${limit + 1}`);
    const found = page(rows, limit, ({ id }) => [Number(id)]);
    return { next: found.next, items: found.items.map(viewOf) };
  }
}

const viewOf = ({ reader, purpose, at, post, department, division }: Row) => ({
  at: at.toISOString(),
  byMyself: reader === 'citizen',
  office: department ?? division,
  post: post === null ? null : postName(post),
  purpose,
});

function postName(post: string): string {
  return isPost(post) && currentLanguage() === 'zh' ? postNames[post] : post.replaceAll('-', ' ');
}

import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { decodeCursor, page } from '@one-card/service';
import { z } from 'zod';
import type { RollRow } from '../batch/batch.row';

interface FaultRow {
  line: string;
  no: number;
  row_no: number;
  column_name: string;
  code: string;
  zh: string;
  en: string;
}

/** What must be mended, row by row. */
@Injectable()
export class RowFaults {
  constructor(private readonly database: Database) {}

  async page(roll: RollRow, { limit, cursor }: { limit: number; cursor?: string }) {
    const [line, no] = decodeCursor(cursor, z.tuple([z.number(), z.number()])) ?? [0, 0];
    const rows = await this.database.query<FaultRow>(sql`
      SELECT line, no, row_no, column_name, code, zh, en
      FROM row_fault
      WHERE roll_id = ${roll.id} AND revision = ${roll.revision} AND (line, no) > (${line}::bigint, ${no}::int)
      ORDER BY line, no
      LIMIT ${limit + 1}`);
    const { items, next } = page(rows, limit, (row) => [Number(row.line), row.no]);
    return { items: items.map((row) => ({ line: Number(row.line), row: row.row_no, column: row.column_name, reason: reasonOf(row) })), next };
  }
}

const reasonOf = ({ code, zh, en }: FaultRow) => ({ code, zh, en });

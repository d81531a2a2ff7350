import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { say, type Table } from '@one-card/service';
import type { RollRow } from '../batch/batch.row';
import { type Column, type Fields, HEADS } from './columns';

interface Told {
  line: string;
  row_no: number;
  faults: { column: string; zh: string; en: string }[];
}

const COLUMNS = Object.keys(HEADS) as Column[];

/** The faulty rows as they stood in the file, each with what is wrong with it: mended, they are sent in again with the others. */
@Injectable()
export class FaultyRows {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  tableOf(roll: RollRow): Table {
    return {
      fileName: `${roll.division_name}-第${String(roll.revision)}版-错误明细`,
      sheet: '明细',
      heads: ['原行号', '问题', ...COLUMNS.map((column) => HEADS[column])],
      rows: this.rowsOf(roll),
    };
  }

  /** Piece by piece, up to a chunk of rows each. */
  private async *rowsOf(roll: RollRow): AsyncIterable<readonly string[]> {
    const pieces = await this.database.query<{ first_line: string }>(sql`
      SELECT first_line FROM faulty_rows WHERE roll_id = ${roll.id} AND revision = ${roll.revision} ORDER BY first_line`);
    for (const { first_line: firstLine } of pieces) {
      const piece = await this.database.maybe<{ rows: Buffer }>(
        sql`SELECT rows FROM faulty_rows WHERE roll_id = ${roll.id} AND first_line = ${firstLine}`,
      );
      if (piece === undefined) return;
      const raw = JSON.parse(this.vault.openText(piece.rows)) as Fields[];
      const told = await this.toldOf(roll, Number(firstLine), raw.length);
      for (const [i, fields] of raw.entries()) {
        const of = told.get(Number(firstLine) + i);
        const words = of?.faults.map(({ column, ...reason }) => `${column}:${say(reason)}`).join(';') ?? '';
        yield [String(of?.row_no ?? ''), words, ...COLUMNS.map((column) => fields[column])];
      }
    }
  }

  private async toldOf(roll: RollRow, firstLine: number, lines: number): Promise<Map<number, Told>> {
    const rows = await this.database.query<Told>(sql`
      SELECT line, min(row_no) AS row_no, json_agg(json_build_object('column', column_name, 'zh', zh, 'en', en) ORDER BY no) AS faults
      FROM row_fault
      WHERE roll_id = ${roll.id} AND revision = ${roll.revision} AND line >= ${firstLine}::bigint AND line < ${firstLine + lines}::bigint
      GROUP BY line`);
    return new Map(rows.map((row) => [Number(row.line), row]));
  }
}

import { Injectable } from '@nestjs/common';
import type { ListedBlock } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { config } from '../config';

export interface ListedLine {
  readonly line: number;
  readonly villageCode: string;
  readonly quantityMilli: number;
  readonly amountFen: string;
}

export interface Names {
  readonly name: string | null;
  readonly payeeName: string | null;
}

interface ChunkRow {
  first_line: string;
  people: Buffer | null;
  line: string[];
  quantity_milli: string[];
}

interface LineRow {
  line: string;
  village_code: string;
  quantity_milli: string;
  amount_fen: string;
}

const NOBODY: Names = { name: null, payeeName: null };

/** Lines and names of listed chunks. A chunk's names are sealed together, so that a page opens as many blocks as it touches chunks. */
@Injectable()
export class ShownLines {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Lines of a notice in their order, after `cursor`, one more than `limit` if there are. */
  async ofNotice(noticeId: string, { after, village, limit }: { after: number; village: string | undefined; limit: number }): Promise<ListedLine[]> {
    const rows = await this.database.query<LineRow>(sql`
      SELECT l.line, l.village_code, l.quantity_milli, l.amount_fen
      FROM listed_chunk c
      CROSS JOIN LATERAL unnest(c.line, c.village_code, c.quantity_milli, c.amount_fen) AS l (line, village_code, quantity_milli, amount_fen)
      WHERE c.notice_id = ${noticeId} AND c.first_line + c.lines > ${after} AND l.line > ${after}
        AND (${village ?? null}::text IS NULL OR l.village_code = ${village ?? null})
      ORDER BY l.line
      LIMIT ${limit + 1}`);
    return rows.map((row) => ({
      line: Number(row.line),
      villageCode: row.village_code,
      quantityMilli: Number(row.quantity_milli),
      amountFen: row.amount_fen,
    }));
  }

  /** Names and quantities of these lines, as the newest notice that lists them has them. */
  async of(lines: readonly number[]): Promise<(line: number) => Names & { quantityMilli: number }> {
    const chunks = await this.database.query<ChunkRow>(sql`
      SELECT c.first_line, c.people, c.line, c.quantity_milli
      FROM listed_chunk c
      WHERE (c.notice_id, c.first_line) IN (
        SELECT newest.notice_id, newest.first_line
        FROM unnest(${[...lines]}::bigint[]) AS l (line)
        CROSS JOIN LATERAL (
          SELECT notice_id, first_line, lines
          FROM listed_chunk
          WHERE county_code = ${config.countyCode} AND first_line <= l.line
          ORDER BY first_line DESC, notice_id DESC
          LIMIT 1) AS newest
        WHERE newest.first_line + newest.lines > l.line)`);
    const known = new Map<number, Names & { quantityMilli: number }>();
    for (const chunk of chunks) {
      const names = this.namesIn(chunk);
      chunk.line.forEach((line, at) => known.set(Number(line), { ...names(Number(line)), quantityMilli: Number(chunk.quantity_milli[at]) }));
    }
    return (line) => known.get(line) ?? { ...NOBODY, quantityMilli: 0 };
  }

  private namesIn({ first_line: firstLine, people }: ChunkRow): (line: number) => Names {
    if (people === null) return () => NOBODY;
    const block = JSON.parse(this.vault.openText(people)) as ListedBlock;
    return (line) => {
      const at = line - Number(firstLine);
      return { name: block.name[at] ?? null, payeeName: block.payeeName[at] ?? null };
    };
  }
}

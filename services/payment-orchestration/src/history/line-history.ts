import { Injectable } from '@nestjs/common';
import type { HistoryEntry, Reason } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { isPost } from '@one-card/domain';
import { type Actor, notFound } from '@one-card/service';
import { Access } from '../batch/access';
import { Batches } from '../batch/batches';
import { config } from '../config';
import { outcomeWords, wordsOf } from './act.words';

interface Where {
  line: string;
  chunk_id: string;
  batch_id: string;
  roll_id: string;
  /** when its revision was uploaded, and when a newer one took its place */
  from: Date | null;
  until: Date | null;
}
interface Happened {
  at: Date;
  what: string;
  note: string | null;
  actor: string | null;
  post: string | null;
  ref: string | null;
}

const SERVICE = 'payment-orchestration';

/** What payment knows of one line: the acts on its batch and roll while it stood there, what held it, its orders, what became of it. */
@Injectable()
export class LineHistory {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
  ) {}

  async of(line: number, actor: Actor): Promise<HistoryEntry[]> {
    const where = await this.find(line);
    await this.access.demandRoll(actor, await this.batches.find(where.batch_id), await this.batches.findRoll(where.roll_id));
    const [acts, holds, exceptions, money] = await Promise.all([this.acts(where), this.holds(where), this.exceptions(where), this.money(where)]);
    return [...acts, ...holds, ...exceptions, ...money].sort((a, b) => a.at.localeCompare(b.at));
  }

  /** A line that a newer revision of its roll has withdrawn keeps its history. */
  private async find(line: number): Promise<Where> {
    const row = await this.database.maybe<Where>(sql`
      SELECT l.line, c.chunk_id, c.batch_id, c.roll_id, min(u.at) FILTER (WHERE u.revision = c.revision) AS "from",
             min(u.at) FILTER (WHERE u.revision > c.revision) AS until
      FROM line l
      JOIN chunk c ON c.chunk_id = l.chunk_id
      LEFT JOIN upload u ON u.roll_id = c.roll_id AND u.revision >= c.revision
      WHERE l.county_code = ${config.countyCode} AND l.line = ${line}
      GROUP BY l.line, c.chunk_id`);
    if (row === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    return row;
  }

  private async acts({ batch_id, roll_id, from, until }: Where): Promise<HistoryEntry[]> {
    const rows = await this.database.query<Happened>(sql`
      SELECT at, act AS what, note, actor, post, COALESCE(roll_id, batch_id)::text AS ref
      FROM batch_act
      WHERE batch_id = ${batch_id}
        AND (roll_id IS NULL OR (roll_id = ${roll_id} AND (${from}::timestamptz IS NULL OR at >= ${from})))
        AND (${until}::timestamptz IS NULL OR at <= ${until})
      ORDER BY id`);
    return rows.map((row) => entryOf(row, wordsOf(row.what, row.note)));
  }

  private async holds({ line }: Where): Promise<HistoryEntry[]> {
    const rows = await this.database.query<Happened>(sql`
      SELECT at, kind AS what, NULL AS note, NULL AS actor, NULL AS post, ref::text AS ref
      FROM hold
      WHERE county_code = ${config.countyCode} AND line = ${line}
      ORDER BY at`);
    return rows.map((row) => entryOf({ ...row, what: `hold-${row.what}` }, HOLDS[row.what] ?? { zh: row.what, en: row.what }));
  }

  private async exceptions({ line }: Where): Promise<HistoryEntry[]> {
    const rows = await this.database.query<Happened & { reasons: Reason[] }>(sql`
      SELECT at, outcome AS what, NULL AS note, by_actor AS actor, NULL AS post, ref::text AS ref, reasons
      FROM line_exception
      WHERE county_code = ${config.countyCode} AND line = ${line}
      ORDER BY sequence`);
    return rows.map((row) => entryOf({ ...row, what: `line-${row.what}` }, outcomeWords(row.what, row.reasons)));
  }

  /** The orders that it stands in, and what the bank gave back of each once the line had bounced. */
  private async money({ line, chunk_id }: Where): Promise<HistoryEntry[]> {
    const rows = await this.database.query<Happened>(sql`
      WITH orders AS (
        SELECT o.id, o.order_no, o.opened_at, o.opened_by, l.bank_code
        FROM order_chunk k
        JOIN pay_order o ON o.id = k.order_id
        JOIN line l ON l.county_code = ${config.countyCode} AND l.line = ${line}
        WHERE k.chunk_id = ${chunk_id} AND k.picked @> ${line}::bigint)
      SELECT opened_at AS at, 'ordered' AS what, order_no AS note, opened_by AS actor, NULL AS post, id::text AS ref FROM orders
      UNION ALL
      SELECT r.at, 'refunded', r.voucher_no, NULL, NULL, r.order_id::text
      FROM refund r
      JOIN orders o ON o.id = r.order_id AND o.bank_code = r.bank_code
      WHERE EXISTS (SELECT FROM line_exception x WHERE x.county_code = ${config.countyCode} AND x.line = ${line} AND x.outcome = 'bounced')
      ORDER BY at`);
    return rows.map((row) => entryOf(row, moneyWords(row)));
  }
}

const HOLDS: Readonly<Record<string, { zh: string; en: string }>> = {
  hit: { zh: '因比对疑点暂缓', en: 'held by a hit' },
  objection: { zh: '因公示异议暂缓', en: 'held by an objection' },
};

const moneyWords = ({ what, note }: Happened) =>
  what === 'ordered'
    ? { zh: `列入拨付 ${note ?? ''}`, en: `stands in order ${note ?? ''}` }
    : { zh: `银行退回该拨付的退票资金,凭证 ${note ?? ''}`, en: `the bank gave back bounced money of its order, voucher ${note ?? ''}` };

function entryOf({ at, what, actor, post, ref }: Happened, says: { zh: string; en: string }): HistoryEntry {
  const by = actor === null ? null : { actor, post: post !== null && isPost(post) ? post : null };
  return { at: at.toISOString(), service: SERVICE, what, says, by, ref };
}

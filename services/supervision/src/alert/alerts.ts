import { Injectable } from '@nestjs/common';
import { type LineFacts, type MatchedChunk, type RED_FLAGS, type SupervisionAlert, supervisionAlert, type supervisionApi } from '@one-card/contracts';
import { Database, Gathered, sql, type Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { config } from '../config';

export type Flag = (typeof RED_FLAGS)[number];
type AlertQuery = z.output<typeof supervisionApi.alertQuery>;
type AlertTotals = z.output<typeof supervisionApi.alertTotals>;

export interface Raise {
  flag: Flag;
  about: string;
  batchId?: string | null;
  line?: number | null;
  divisionCode?: string | null;
  zh: string;
  en: string;
}

/** What facts say of one order's money. */
interface Paid {
  countyCode: string;
  batchId: string;
  fen: bigint;
}

const view = sql`
  id, version, county_code AS "countyCode", flag, about, batch_id AS "batchId", line::int8::float8 AS line, division_code AS "divisionCode", zh, en, state,
  to_char(raised_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "raisedAt"`;

/** Red flags: each raised once for what it is about, and told to regulators. */
@Injectable()
export class Alerts {
  private readonly paid = new Gathered(
    () => new Map<string, Paid>(),
    (orders, tx) => this.countPaid(orders, tx),
  );

  constructor(private readonly database: Database) {}

  async onFacts(facts: LineFacts, tx: Transaction): Promise<void> {
    await this.deadPaid(facts, tx);
    this.overpaid(facts, tx);
  }

  /** One account that is the payee of many people (a village's cadre collects for all). */
  async onAccounts({ chunk, lines }: MatchedChunk, tx: Transaction): Promise<void> {
    const shared = await tx.query<{ account: string; payees: number }>(sql`
      WITH added AS (
        INSERT INTO account_payee (county_code, account, payee)
        SELECT DISTINCT ${chunk.countyCode}, p.account, p.payee
        FROM unnest(${lines.account}::bigint[], ${lines.payee}::bigint[]) AS p (account, payee)
        WHERE p.account IS NOT NULL AND p.payee IS NOT NULL
        ORDER BY 2, 3
        ON CONFLICT DO NOTHING
        RETURNING account, payee)
      SELECT a.account, (a.added + p.known)::int AS payees
      FROM (SELECT account, count(*) AS added FROM added GROUP BY account) a
      CROSS JOIN LATERAL (
        SELECT count(*) AS known FROM account_payee WHERE county_code = ${chunk.countyCode} AND account = a.account OFFSET 0) p
      WHERE a.added + p.known > ${config.sharedAccountLimit}`);
    for (const { account, payees } of shared) {
      await this.raise(tx, {
        flag: 'shared-account',
        about: `account ${account}`,
        batchId: chunk.batchId,
        divisionCode: chunk.divisionCode,
        zh: `同一账户收取 ${payees} 人的补贴`,
        en: `One account takes the payments of ${payees} people`,
      });
    }
  }

  /** False when the same flag on the same matter is known. */
  async raise(tx: Transaction, raise: Raise): Promise<boolean> {
    const { flag, about, batchId = null, line = null, divisionCode = null, zh, en } = raise;
    const raised = await tx.maybe<SupervisionAlert>(sql`
      INSERT INTO alert (id, county_code, version, flag, about, batch_id, line, division_code, zh, en, state, raised_at)
      VALUES (${uuidv7()}, ${config.countyCode}, 1, ${flag}, ${about}, ${batchId}, ${line}, ${divisionCode}, ${zh}, ${en}, 'open', ${await tx.now()})
      ON CONFLICT (county_code, flag, about) DO NOTHING
      RETURNING ${view}`);
    if (!raised) return false;
    await tx.publish(supervisionAlert, raised);
    return true;
  }

  async settle(tx: Transaction, flag: Flag, about: string): Promise<void> {
    const settled = await tx.maybe<SupervisionAlert>(sql`
      UPDATE alert SET state = 'settled', version = version + 1
      WHERE county_code = ${config.countyCode} AND flag = ${flag} AND about = ${about} AND state = 'open'
      RETURNING ${view}`);
    if (settled) await tx.publish(supervisionAlert, settled);
  }

  list(query: AlertQuery, from: string | undefined, limit: number): Promise<SupervisionAlert[]> {
    const [beyond, order] = query.newest ? [sql`id < ${from ?? null}`, sql`id DESC`] : [sql`id > ${from ?? null}`, sql`id`];
    return this.database.query<SupervisionAlert>(sql`
      SELECT ${view}
      FROM alert
      WHERE (${query.flag ?? null}::text IS NULL OR flag = ${query.flag ?? null})
        AND (${query.state ?? null}::text IS NULL OR state = ${query.state ?? null})
        AND (${query.batchId ?? null}::uuid IS NULL OR batch_id = ${query.batchId ?? null})
        AND (${query.division ?? null}::text IS NULL OR division_code = ${query.division ?? null})
        AND (${query.line ?? null}::bigint IS NULL OR line = ${query.line ?? null})
        AND (${from ?? null}::uuid IS NULL OR ${beyond})
      ORDER BY ${order}
      LIMIT ${limit}`);
  }

  totals(): Promise<AlertTotals> {
    return this.database.query<AlertTotals[number]>(sql`
      SELECT flag, (count(*) FILTER (WHERE state = 'open'))::int AS open, (count(*) FILTER (WHERE state = 'settled'))::int AS settled
      FROM alert
      GROUP BY flag
      ORDER BY flag`);
  }

  private async deadPaid(facts: LineFacts, tx: Transaction): Promise<void> {
    const paid = facts.lines.line.filter((_, i) => facts.lines.to[i] === 'paid');
    if (paid.length === 0) return;
    const dead = await tx.query<{ line: string }>(sql`
      SELECT line FROM dead_line WHERE county_code = ${facts.countyCode} AND line = ANY(${paid}::bigint[])`);
    for (const { line } of dead) {
      await this.raise(tx, {
        flag: 'dead-paid',
        about: `line ${line}`,
        batchId: facts.batchId,
        line: Number(line),
        divisionCode: facts.divisionCode,
        zh: `第 ${line} 笔的享受人或收款人已登记死亡,仍已发放`,
        en: `Line ${line} was paid though its beneficiary or payee is registered as dead`,
      });
    }
  }

  private overpaid(facts: LineFacts, tx: Transaction): void {
    if (facts.orderId === null) return;
    const sumTo = (sign: 'to' | 'from') =>
      facts.lines[sign].reduce((sum, one, i) => (one === 'paid' ? sum + BigInt(facts.lines.amountFen[i] ?? '0') : sum), 0n);
    const { countyCode, batchId } = facts;
    const orders = this.paid.in(tx);
    const fen = (orders.get(facts.orderId)?.fen ?? 0n) + sumTo('to') - sumTo('from');
    orders.set(facts.orderId, { countyCode, batchId, fen });
  }

  /** Orders by their ids, so that transactions that count the same ones wait for one another and never in a circle. */
  private async countPaid(orders: ReadonlyMap<string, Paid>, tx: Transaction): Promise<void> {
    for (const [orderId, { countyCode, batchId, fen }] of [...orders].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const order = await tx.one<{ funded_fen: string; paid_fen: string }>(sql`
        INSERT INTO order_watch (order_id, county_code, batch_id, paid_fen)
        VALUES (${orderId}, ${countyCode}, ${batchId}, ${fen})
        ON CONFLICT (order_id) DO UPDATE SET paid_fen = order_watch.paid_fen + excluded.paid_fen
        RETURNING funded_fen, paid_fen`);
      // Nothing is known of the funds yet when payments are heard of before their order.
      if (BigInt(order.funded_fen) === 0n || BigInt(order.paid_fen) <= BigInt(order.funded_fen)) continue;
      await this.raise(tx, {
        flag: 'overpaid-order',
        about: `order ${orderId}`,
        batchId,
        zh: `拨付单发放金额超过国库拨入金额`,
        en: `More was paid on an order than the treasury has funded`,
      });
    }
  }
}

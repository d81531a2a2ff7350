import { Injectable } from '@nestjs/common';
import { OUTCOMES, type Outcome, paymentOrchestrationApi, type Totals } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { type Actor, decodeCursor, page } from '@one-card/service';
import { z } from 'zod';
import { Access } from './access';
import { Batches, digestOf, rollStateOf } from './batches';
import type { BatchRow, RollRow } from './batch.row';
import { batchSteps, rollSteps } from './chain';

export type BatchView = z.output<typeof paymentOrchestrationApi.batchView>;
export type RollView = z.output<typeof paymentOrchestrationApi.rollView>;
export type OutcomeTotals = Record<Outcome, Totals>;
type ReviewView = z.output<typeof paymentOrchestrationApi.reviewView>;

interface OutcomeRow {
  batch_id: string;
  roll_id: string;
  outcome: Outcome;
  lines: number;
  amount_fen: string;
}

/** The post whose turn it is on a batch; null when it is the rolls', the bank's or nobody's. */
export function batchWaitsFor({ state, step, chain }: BatchRow): Post | null {
  if (state === 'draft' || state === 'approved') return 'department-clerk';
  return state === 'in-review' || state === 'applied' ? (batchSteps(chain)[step]?.post ?? null) : null;
}

export function rollWaitsFor(batch: BatchRow, { state, step }: RollRow): Post | null {
  if (state === 'issued' || state === 'draft') return batch.state === 'issued' ? 'township-clerk' : null;
  const at = rollSteps(batch.chain)[step];
  return state === 'in-review' && at?.kind === 'review' ? at.post : null;
}

/** Outcomes of the lines entered; what is not otherwise is under way (rule 1). */
export function outcomesOf(entered: Totals, rows: readonly Pick<OutcomeRow, 'outcome' | 'lines' | 'amount_fen'>[]): OutcomeTotals {
  const sums = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, { count: 0, fen: 0n }])) as Record<Outcome, { count: number; fen: bigint }>;
  const rest = { count: entered.count, fen: BigInt(entered.amountFen) };
  for (const { outcome, lines, amount_fen } of rows) {
    sums[outcome].count += lines;
    sums[outcome].fen += BigInt(amount_fen);
    rest.count -= lines;
    rest.fen -= BigInt(amount_fen);
  }
  sums.underWay = rest;
  return Object.fromEntries(OUTCOMES.map((o) => [o, { count: sums[o].count, amountFen: String(sums[o].fen) }])) as OutcomeTotals;
}

export function enteredOf(rolls: readonly RollRow[]): Totals {
  const fen = rolls.reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n);
  return { count: rolls.reduce((sum, { lines }) => sum + lines, 0), amountFen: String(fen) };
}

@Injectable()
export class BatchViews {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
  ) {}

  /** After a command, `tx` is its transaction. */
  async batch(id: string, actor: Actor, tx?: Transaction): Promise<BatchView> {
    const batch = await this.batches.find(id, tx);
    const rolls = await this.batches.rollsOf(id, tx);
    await this.access.demandBatch(actor, batch, rolls);
    const outcomes = await this.outcomes([id], tx);
    const hits = await this.hits(id, tx);
    const views = rolls.map((roll) => ({
      ...rollStateOf(roll),
      divisionName: roll.division_name,
      waitsFor: rollWaitsFor(batch, roll),
      openHits: hits.get(roll.id)?.open ?? 0,
      hits: hits.get(roll.id)?.all ?? 0,
      rejected: outcomes.find(({ roll_id, outcome }) => roll_id === roll.id && outcome === 'rejected')?.lines ?? 0,
    }));
    return { ...summaryOf(batch, rolls, outcomes), rolls: views, reviews: await this.reviews(id, tx) };
  }

  async list(query: z.output<typeof paymentOrchestrationApi.batchQuery>, actor: Actor) {
    const { everything, departments, divisions } = this.access.scopeOf(actor);
    const [before] = decodeCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
    const month = query.month === undefined ? null : `${query.month}-01`;
    const rows = await this.database.query<BatchRow>(sql`
      SELECT b.*
      FROM batch b
      WHERE (${query.projectId ?? null}::uuid IS NULL OR b.project_id = ${query.projectId ?? null})
        AND (${query.state ?? null}::text IS NULL OR b.state = ${query.state ?? null})
        AND (${query.policyCode ?? null}::text IS NULL OR b.policy_code = ${query.policyCode ?? null})
        AND (${query.department ?? null}::text IS NULL OR b.department = ${query.department ?? null})
        AND (${query.year ?? null}::int IS NULL OR ${query.year ?? null} BETWEEN date_part('year', b.period_from) AND date_part('year', b.period_to))
        AND (${month}::date IS NULL OR ${month}::date BETWEEN date_trunc('month', b.period_from) AND b.period_to)
        AND (${query.text ?? null}::text IS NULL OR strpos(b.policy_name || ' ' || b.department, ${query.text ?? null}) > 0)
        AND (${before ?? null}::uuid IS NULL OR b.id < ${before ?? null})
        AND (${everything} OR b.department = ANY(${departments}::text[]) OR EXISTS (
              SELECT
              FROM roll r
              LEFT JOIN replica d ON d.topic = 'recipient-registry.division.v1' AND d.key = r.division_code
              WHERE r.batch_id = b.id
                AND (r.division_code = ANY(${divisions}::text[]) OR d.doc -> 'ancestors' ?| ${divisions}::text[])))
      ORDER BY b.id DESC
      LIMIT ${query.limit + 1}`);
    const { items, next } = page(rows, query.limit, ({ id }) => [id]);
    const outcomes = await this.outcomes(items.map(({ id }) => id));
    const summaries = [];
    for (const batch of items) summaries.push(summaryOf(batch, await this.batches.rollsOf(batch.id), outcomes));
    return { items: summaries, next };
  }

  async roll(id: string, actor: Actor, tx?: Transaction): Promise<RollView> {
    const roll = await this.batches.findRoll(id, tx);
    const batch = await this.batches.find(roll.batch_id, tx);
    await this.access.demandRoll(actor, batch, roll);
    const outcomes = (await this.outcomes([batch.id], tx)).filter(({ roll_id }) => roll_id === id);
    const progress = await (tx ?? this.database).maybe<{ chunks: number; matched: number; screened: number }>(sql`
      SELECT chunks, matched, screened FROM roll_progress WHERE roll_id = ${id} AND revision = ${roll.revision}`);
    const reviews = await this.reviews(batch.id, tx);
    return {
      ...rollStateOf(roll),
      batchId: batch.id,
      divisionName: roll.division_name,
      waitsFor: rollWaitsFor(batch, roll),
      chunks: progress?.chunks ?? 0,
      matchedChunks: progress?.matched ?? 0,
      screenedChunks: progress?.screened ?? 0,
      outcome: outcomesOf(enteredOf([roll]), outcomes),
      noticeId: roll.notice_id,
      reviews: reviews.filter(({ rollId }) => rollId === id),
    };
  }

  private outcomes(batchIds: readonly string[], tx?: Transaction): Promise<OutcomeRow[]> {
    return (tx ?? this.database).query<OutcomeRow>(sql`
      SELECT batch_id, roll_id, outcome, lines, amount_fen FROM roll_outcome WHERE batch_id = ANY(${[...batchIds]}::uuid[])`);
  }

  private async hits(batchId: string, tx?: Transaction): Promise<Map<string, { open: number; all: number }>> {
    const rows = await (tx ?? this.database).query<{ roll_id: string; open: number; all: number }>(sql`
      SELECT c.roll_id, sum(h.open)::int AS open, sum(h.hits)::int AS all
      FROM chunk c
      JOIN chunk_hits h USING (chunk_id)
      WHERE c.batch_id = ${batchId} AND NOT c.superseded
      GROUP BY c.roll_id`);
    return new Map(rows.map(({ roll_id, open, all }) => [roll_id, { open, all }]));
  }

  private reviews(batchId: string, tx?: Transaction): Promise<ReviewView[]> {
    return (tx ?? this.database).query<ReviewView>(sql`
      SELECT roll_id AS "rollId", step, post, actor, name, decision, opinion, revision, digest,
             to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
      FROM review
      WHERE batch_id = ${batchId}
      ORDER BY review.at, id`);
  }
}

function summaryOf(batch: BatchRow, rolls: readonly RollRow[], outcomes: readonly OutcomeRow[]) {
  const entered = enteredOf(rolls);
  return {
    id: batch.id,
    projectId: batch.project_id,
    policyCode: batch.policy_code,
    policyName: batch.policy_name,
    department: batch.department,
    seq: batch.seq,
    kind: batch.kind,
    periodFrom: batch.period_from,
    periodTo: batch.period_to,
    state: batch.state,
    step: batch.step,
    waitsFor: batchWaitsFor(batch),
    dueAt: batch.due_at?.toISOString() ?? null,
    digest: digestOf(rolls),
    entered,
    outcome: outcomesOf(
      entered,
      outcomes.filter(({ batch_id }) => batch_id === batch.id),
    ),
  };
}

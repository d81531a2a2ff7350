import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Outcome, type paymentOrchestrationApi, type Totals } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import {
  distinctUntilChanged,
  exhaustMap,
  finalize,
  from,
  map,
  type Observable,
  share,
  ReplaySubject,
  Subject,
  takeUntil,
  takeWhile,
  timer,
} from 'rxjs';
import type { z } from 'zod';
import type { BatchStateName } from './batch.row';
import { outcomesOf } from './batch.views';

export type BatchProgress = z.output<typeof paymentOrchestrationApi.batchProgress>;
export type RunsProgress = z.output<typeof paymentOrchestrationApi.runsProgress>;

const AT_MOST_EVERY_MS = 1000;
/** All runs are dearer to read than one, and looked at from further away. */
const RUNS_AT_MOST_EVERY_MS = 2000;
const MOST_RUNS = 50;

interface StageRow {
  id: string;
  policy_name: string;
  department: string;
  seq: number;
  due_at: Date | null;
  state: BatchStateName;
  version: number;
  rolls: number;
  uploaded: number;
  checked: number;
  ready: number;
  lines: number;
  amount_fen: string;
  chunks: number;
  matched: number;
  ordered: number;
  order_chunks: number;
  sent: number;
  answered: number;
}

interface OutcomeRow {
  batch_id: string;
  outcome: Outcome;
  lines: number;
  amount_fen: string;
}

/**
 * How far batches are, for whoever watches. It is read from the tables and not from what this process has done, so every replica tells the
 * same; all who watch one batch at one replica share one reading a second.
 */
@Injectable()
export class Progress implements OnModuleDestroy {
  private readonly watched = new Map<string, Observable<BatchProgress>>();
  private readonly stopping = new Subject<void>();
  /** All batches under way, now and at every change; never complete. */
  readonly runs: Observable<RunsProgress>;

  constructor(private readonly database: Database) {
    this.runs = timer(0, RUNS_AT_MOST_EVERY_MS).pipe(
      exhaustMap(() => from(this.readRuns())),
      distinctUntilChanged((one, next) => JSON.stringify(one) === JSON.stringify(next)),
      takeUntil(this.stopping),
      share({ connector: () => new ReplaySubject<RunsProgress>(1) }),
    );
  }

  /** Ends the answers that are under way, so that the process can stop. */
  onModuleDestroy(): void {
    this.stopping.next();
  }

  /** The present stage at once, then every change, at most one a second; complete when the batch is settled. */
  of(batchId: string): Observable<BatchProgress> {
    const known = this.watched.get(batchId);
    if (known !== undefined) return known;
    const watching = timer(0, AT_MOST_EVERY_MS).pipe(
      exhaustMap(() => from(this.read(batchId))),
      map((progress) => ({ progress, text: JSON.stringify(progress) })),
      distinctUntilChanged((one, next) => one.text === next.text),
      map(({ progress }) => progress),
      takeWhile(({ state }) => state !== 'settled', true),
      takeUntil(this.stopping),
      finalize(() => this.watched.delete(batchId)),
      share({ connector: () => new ReplaySubject<BatchProgress>(1) }),
    );
    this.watched.set(batchId, watching);
    return watching;
  }

  async read(batchId: string): Promise<BatchProgress> {
    const [progress] = await this.readAll([batchId]);
    if (progress === undefined) throw new Error(`batch ${batchId} is gone`);
    return viewOf(progress.row, progress.outcomes);
  }

  private async readRuns(): Promise<RunsProgress> {
    const ids = await this.database.query<{ id: string }>(sql`
      SELECT id FROM batch WHERE state NOT IN ('draft', 'settled') ORDER BY id DESC LIMIT ${MOST_RUNS}`);
    const runs = ids.length === 0 ? [] : await this.readAll(ids.map(({ id }) => id));
    return runs.map(({ row, outcomes }) => ({
      ...viewOf(row, outcomes),
      ...{ policyName: row.policy_name, department: row.department, seq: row.seq, dueAt: row.due_at?.toISOString() ?? null },
    }));
  }

  private async readAll(ids: string[]): Promise<{ row: StageRow; outcomes: OutcomeRow[] }[]> {
    const outcomes = await this.database.query<OutcomeRow>(sql`
      SELECT batch_id, outcome, sum(lines)::int AS lines, sum(amount_fen)::text AS amount_fen
      FROM roll_outcome
      WHERE batch_id = ANY(${ids}::uuid[])
      GROUP BY batch_id, outcome`);
    const rows = await this.database.query<StageRow>(sql`
      SELECT b.id, b.policy_name, b.department, b.seq, b.due_at, b.state, b.version, r.*, c.*, o.*
      FROM batch b,
      LATERAL (
        SELECT count(*)::int AS rolls, count(*) FILTER (WHERE revision > 0)::int AS uploaded,
               count(*) FILTER (WHERE state IN ('draft', 'in-review', 'in-notice', 'ready') AND revision > 0)::int AS checked,
               count(*) FILTER (WHERE state = 'ready')::int AS ready,
               COALESCE(sum(lines), 0)::int AS lines, COALESCE(sum(amount_fen), 0)::text AS amount_fen
        FROM roll
        WHERE batch_id = b.id) r,
      LATERAL (
        SELECT COALESCE(sum(p.chunks), 0)::int AS chunks, COALESCE(sum(p.matched), 0)::int AS matched
        FROM roll_progress p
        JOIN roll x ON x.id = p.roll_id AND x.revision = p.revision
        WHERE x.batch_id = b.id) c,
      LATERAL (
        SELECT COALESCE(sum(k.lines), 0)::int AS ordered, count(*)::int AS order_chunks, count(*) FILTER (WHERE k.sent)::int AS sent,
               COALESCE(sum(k.answered_lines), 0)::int AS answered
        FROM order_chunk k
        JOIN pay_order y ON y.id = k.order_id
        WHERE y.batch_id = b.id AND k.live) o
      WHERE b.id = ANY(${ids}::uuid[])
      ORDER BY b.id DESC`);
    return rows.map((row) => ({ row, outcomes: outcomes.filter(({ batch_id }) => batch_id === row.id) }));
  }
}

function viewOf(row: StageRow, outcomes: readonly OutcomeRow[]): BatchProgress {
  const entered: Totals = { count: row.lines, amountFen: row.amount_fen };
  const { id: batchId, state, version, rolls, chunks, ordered } = row;
  return {
    ...{ batchId, state, version, entered, outcome: outcomesOf(entered, outcomes) },
    stages: [
      { stage: 'uploaded', done: row.uploaded, total: rolls, unit: 'rolls' },
      { stage: 'matched', done: row.matched, total: chunks, unit: 'chunks' },
      { stage: 'checked', done: row.checked, total: rolls, unit: 'rolls' },
      { stage: 'ready', done: row.ready, total: rolls, unit: 'rolls' },
      { stage: 'ordered', done: ordered, total: row.lines, unit: 'lines' },
      { stage: 'sent', done: row.sent, total: row.order_chunks, unit: 'chunks' },
      { stage: 'answered', done: row.answered, total: ordered, unit: 'lines' },
    ],
  };
}

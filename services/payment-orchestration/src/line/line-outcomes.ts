import { Injectable } from '@nestjs/common';
import { type LineFacts, lineFacts, type Outcome, type Reason } from '@one-card/contracts';
import { chunksOf, join, sql, type Transaction } from '@one-card/database';
import { mayBecome } from './line.rules';

/** What lines have in common that travel in one line.v1. */
export interface LineScope {
  readonly countyCode: string;
  readonly projectId: string;
  readonly policyCode: string;
  readonly batchId: string;
  readonly rollId: string;
  readonly revision: number;
  readonly divisionCode: string;
  readonly periodFrom: string;
  readonly periodTo: string;
}

/** One line's step from what it was to what it is now. */
export interface LineFact {
  readonly line: number;
  readonly villageCode: string;
  readonly from: Outcome | null;
  readonly to: Outcome | null;
  readonly reason: string | null;
  readonly amountFen: string;
  readonly bankCode: string | null;
}

export interface OutcomeChange {
  readonly outcome: Outcome;
  /** for every line that gives none of its own */
  readonly reasonCode?: string | null;
  readonly reasons?: readonly Reason[];
  /** who did it; left out when the system did */
  readonly by?: string | null;
  /** the hit, objection, order or act behind it */
  readonly ref?: string | null;
  readonly orderId?: string | null;
  /** only lines that are one of these now */
  readonly from?: readonly Outcome[];
  /** nobody else may change these lines now: a funded order has them, and its chunk is held */
  readonly locked?: true;
}

export interface ExceptedLine {
  readonly line: number;
  readonly reasonCode?: string | null;
  readonly reasons?: readonly Reason[];
  readonly ref?: string | null;
}

interface StateRow {
  line: string;
  chunk_id: string;
  village_code: string;
  outcome: Outcome;
  sequence: number;
  ordered: boolean;
  amount_fen: string;
  bank_code: string | null;
}

/** The only writer of exceptions and of line.v1: a line's facts are a chain, each from what the one before came to. */
@Injectable()
export class LineOutcomes {
  /**
   * Writes exceptions for those of a roll's lines that may become this outcome (`mayBecome`), and says their facts. Lines of an older
   * revision and lines that cannot become it are passed over; what changed is given back. Set-based, any number of lines. Holds the lines'
   * chunks until the end of the transaction, so that nobody orders what is being held: lock the batch first if you need it too.
   */
  async except(tx: Transaction, rollId: string, change: OutcomeChange, lines: readonly ExceptedLine[]): Promise<LineFact[]> {
    if (lines.length === 0) return [];
    const scope = await this.scopeOf(tx, rollId);
    const byLine = new Map(lines.map((line) => [line.line, line]));
    if (change.locked !== true) await this.lockChunksOf(tx, scope.countyCode, [...byLine.keys()]);
    const states = await tx.query<StateRow>(sql`
      SELECT line, chunk_id, village_code, outcome, sequence, ordered, amount_fen, bank_code
      FROM line_state
      WHERE county_code = ${scope.countyCode} AND line = ANY(${[...byLine.keys()]}::bigint[]) AND roll_id = ${rollId} AND NOT superseded
      ORDER BY line`);
    const moving = states.filter(
      ({ outcome, ordered }) => mayBecome(outcome, change.outcome, ordered) && (change.from === undefined || change.from.includes(outcome)),
    );
    const reasonOf = (line: string) => byLine.get(Number(line))?.reasonCode ?? change.reasonCode ?? null;
    await this.insert(tx, scope, change, moving, byLine);
    const facts = moving.map((state) => factOf(state, change.outcome, reasonOf(state.line)));
    const [first, ...others] = new Set(moving.map(({ chunk_id }) => chunk_id));
    await this.say(tx, scope, facts, { chunkId: others.length === 0 ? first : null, orderId: change.orderId });
    return facts;
  }

  /** Says line.v1 for these lines of one roll revision, in messages of at most one chunk. Whoever writes a new outcome says it here. */
  async say(
    tx: Transaction,
    scope: LineScope,
    facts: readonly LineFact[],
    of: { chunkId?: string | null; orderId?: string | null } = {},
  ): Promise<void> {
    const at = (await tx.now()).toISOString();
    for (const some of chunksOf(facts)) {
      const lines: LineFacts['lines'] = {
        line: some.map(({ line }) => line),
        villageCode: some.map(({ villageCode }) => villageCode),
        from: some.map(({ from }) => from),
        to: some.map(({ to }) => to),
        reason: some.map(({ reason }) => reason),
        amountFen: some.map(({ amountFen }) => amountFen),
        bankCode: some.map(({ bankCode }) => bankCode),
      };
      await tx.publish(lineFacts, { ...scope, chunkId: of.chunkId ?? null, orderId: of.orderId ?? null, at, lines });
    }
  }

  /** Of the roll's present revision. */
  scopeOf(tx: Transaction, rollId: string): Promise<LineScope> {
    return tx.one<LineScope>(sql`
      SELECT r.county_code AS "countyCode", b.project_id AS "projectId", b.policy_code AS "policyCode", b.id AS "batchId", r.id AS "rollId",
             r.revision, r.division_code AS "divisionCode", b.period_from AS "periodFrom", b.period_to AS "periodTo"
      FROM roll r
      JOIN batch b ON b.id = r.batch_id
      WHERE r.id = ${rollId}`);
  }

  /**
   * Whoever changes outcomes of lines, and whoever orders them, holds their chunks, always in this order. It follows the lock of a batch.
   * A row lock on a chunk does not touch its blocks.
   */
  async lockChunksOf(tx: Transaction, countyCode: string, lines: readonly number[]): Promise<void> {
    await tx.query(sql`
      SELECT chunk_id
      FROM chunk
      WHERE chunk_id IN (SELECT l.chunk_id FROM line l WHERE l.county_code = ${countyCode} AND l.line = ANY(${[...lines]}::bigint[]))
      ORDER BY chunk_id
      FOR NO KEY UPDATE`);
  }

  private async insert(
    tx: Transaction,
    scope: LineScope,
    change: OutcomeChange,
    states: readonly StateRow[],
    byLine: ReadonlyMap<number, ExceptedLine>,
  ): Promise<void> {
    if (states.length === 0) return;
    const own = states.map(({ line }) => byLine.get(Number(line)));
    const reasons = own.map((line) => JSON.stringify(line?.reasons ?? change.reasons ?? []));
    await tx.execute(sql`
      INSERT INTO line_exception (county_code, line, sequence, batch_id, roll_id, revision, outcome, reason_code, reasons, amount_fen, at, by_actor, ref)
      SELECT ${scope.countyCode}, x.line, x.sequence + 1, ${scope.batchId}, ${scope.rollId}, ${scope.revision}, ${change.outcome},
             x.reason_code, x.reasons::jsonb, x.amount_fen, ${await tx.now()}, ${change.by ?? null}, x.ref
      FROM unnest(${join([
        sql`${states.map(({ line }) => line)}::bigint[]`,
        sql`${states.map(({ sequence }) => sequence)}::int[]`,
        sql`${own.map((line) => line?.reasonCode ?? change.reasonCode ?? null)}::text[]`,
        sql`${reasons}::text[]`,
        sql`${states.map(({ amount_fen }) => amount_fen)}::bigint[]`,
        sql`${own.map((line) => line?.ref ?? change.ref ?? null)}::uuid[]`,
      ])}) AS x (line, sequence, reason_code, reasons, amount_fen, ref)`);
  }
}

const factOf = (state: StateRow, to: Outcome | null, reason: string | null): LineFact => ({
  line: Number(state.line),
  villageCode: state.village_code,
  from: state.outcome,
  to,
  reason,
  amountFen: state.amount_fen,
  bankCode: state.bank_code,
});

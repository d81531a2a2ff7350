import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { Deadlines } from './deadlines';
import type { BatchRow, BatchStateName, RollRow } from './batch.row';
import { batchStates, type BatchAct, type BatchMove } from './batch.states';
import { type BatchChange, Batches, digestOf } from './batches';
import { batchSteps, stepsBeforeApplication } from './chain';
import { refused } from './refusals';
import type { ActedBy } from './batch.row';
import type { Mover } from '@one-card/domain';

export interface BatchInput {
  readonly by?: ActedBy;
  readonly digestSeen?: string;
  readonly reason?: string;
  readonly approvedBy?: readonly string[];
}

/** Asks the state table about the batch; a move that it refuses is thrown as an error for people. */
export function moveBatch(batch: BatchRow, rolls: readonly RollRow[], act: BatchAct, input: BatchInput = {}): BatchStateName {
  const move: BatchMove = {
    step: batch.step,
    steps: batchSteps(batch.chain),
    beforeApplication: stepsBeforeApplication(batch.chain),
    everyRollReady: rolls.every(({ state }) => state === 'ready'),
    resume: resumeOf(batch, rolls),
    actor: input.by?.actor ?? 'system',
    enteredBy: rolls.flatMap(({ entered_by }) => (entered_by === null ? [] : [entered_by])),
    approvedBy: input.approvedBy ?? [],
    digest: digestOf(rolls),
    digestSeen: input.digestSeen ?? null,
  };
  const moved = batchStates.next(batch.state, act, move, [(input.by?.post ?? 'system') as Mover], { reason: input.reason });
  if (!moved.ok) throw refused(moved);
  return moved.to;
}

/** Come back unchanged, a batch goes straight to the post that sent it back; a changed one is reviewed from the first step. */
export function resumeOf(batch: BatchRow, rolls: readonly RollRow[]): { state: BatchStateName; step: number } | null {
  const { resume_state: state, resume_step: step, resume_digest: digest } = batch;
  if (state === null || step === null || digest === null || digest !== digestOf(rolls)) return null;
  return { state, step };
}

@Injectable()
export class BatchFlow {
  constructor(
    private readonly batches: Batches,
    private readonly deadlines: Deadlines,
  ) {}

  /** The last roll brings the whole batch to its own reviews. */
  async whenRollsReady(tx: Transaction, batch: BatchRow): Promise<BatchChange | undefined> {
    const rolls = await this.batches.rollsOf(batch.id, tx);
    if (rolls.some(({ state }) => state !== 'ready')) return undefined;
    const state = moveBatch(batch, rolls, 'rollsReady');
    const step = resumeOf(batch, rolls)?.step ?? 0;
    return { state, step, dueAt: await this.dueAt(tx, batch, state, step), resume: null };
  }

  /** Behind its last review a batch waits for its order, unless no line of it can ever be paid: then it is settled. */
  async whenReviewed(tx: Transaction, batch: BatchRow, rolls: readonly RollRow[]): Promise<BatchChange | undefined> {
    if (batch.state !== 'applied' || batch.step < batchSteps(batch.chain).length) return undefined;
    const { ended } = await tx.one<{ ended: number }>(sql`
      SELECT COALESCE(sum(lines), 0)::int AS ended FROM roll_outcome WHERE batch_id = ${batch.id} AND outcome IN ('rejected', 'stopped')`);
    if (ended < rolls.reduce((sum, { lines }) => sum + lines, 0)) return undefined;
    return { state: moveBatch(batch, rolls, 'settle'), step: batch.step, dueAt: null };
  }

  /** When the batch is late at this step. */
  async dueAt(tx: Transaction, batch: BatchRow, state: BatchStateName, step: number): Promise<Date | null> {
    if (state === 'approved') return this.deadlines.dueAt(tx, batch, 'application');
    const review = batchSteps(batch.chain)[step];
    if (state === 'applied' && review === undefined) return this.deadlines.dueAt(tx, batch, 'payment');
    if ((state !== 'in-review' && state !== 'applied') || review === undefined) return null;
    return this.deadlines.dueAt(tx, batch, review.post, review.limitWorkingDays);
  }
}

import { Injectable } from '@nestjs/common';
import type { NoticeState } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import { BatchFlow } from '../batch/batch.flow';
import type { ActedBy, BatchRow, RollRow } from '../batch/batch.row';
import { Batches, type LockedBatch } from '../batch/batches';
import { rollSteps } from '../batch/chain';
import { Deadlines } from '../batch/deadlines';
import { refused } from '../batch/refusals';
import { Reviews } from '../review/reviews';
import { Listing } from './listing';
import { moveRoll, resumeStepOf } from './roll.moves';
import { stateAt } from './roll.states';

export interface RollReview {
  readonly decision: 'approve' | 'sendBack';
  readonly opinion: string;
  readonly revision: number;
  readonly digest: string;
}

/** A roll's way through its chain: each method is one step. */
@Injectable()
export class RollService {
  constructor(
    private readonly batches: Batches,
    private readonly flow: BatchFlow,
    private readonly deadlines: Deadlines,
    private readonly listing: Listing,
    private readonly reviews: Reviews,
  ) {}

  async send(tx: Transaction, roll: RollRow, by: ActedBy, seen: { revision: number; digest: string }): Promise<void> {
    await this.batches.step(tx, roll.batch_id, { act: 'send', rollId: roll.id, by }, async (locked) => {
      const { roll: present } = moveRoll(locked, roll.id, 'send', { by, digestSeen: digestSeen(seen) });
      return this.goTo(tx, locked, demandRevision(present, seen.revision), resumeStepOf(present) ?? 0);
    });
  }

  /** 取消送审: only before anybody has reviewed. */
  async withdraw(tx: Transaction, roll: RollRow, by: ActedBy): Promise<void> {
    await this.batches.step(tx, roll.batch_id, { act: 'withdraw', rollId: roll.id, by }, async (locked) => {
      const reviewed = reviewedSinceSent(locked, roll.id);
      const { roll: present } = moveRoll(locked, roll.id, 'withdraw', { by, reviewed });
      await this.toDraft(tx, locked.batch, present);
      return undefined;
    });
  }

  async review(tx: Transaction, roll: RollRow, by: ActedBy, { decision, opinion, revision, digest }: RollReview): Promise<void> {
    const note = opinion === '' ? null : opinion;
    await this.batches.step(tx, roll.batch_id, { act: decision, rollId: roll.id, by, note }, async (locked) => {
      const stands = locked.rolls.find(({ id }) => id === roll.id) ?? roll;
      const of = { batchId: roll.batch_id, rollId: roll.id, step: stands.step };
      const approvedBy = await this.reviews.approvers(tx, { ...of, digest });
      const { roll: present } = moveRoll(locked, roll.id, decision, { by, digestSeen: digest, reason: opinion, approvedBy });
      demandRevision(present, revision);
      await this.reviews.add(tx, { ...of, countyCode: roll.county_code, by, decision, opinion, revision, digest });
      if (decision === 'approve') return this.goTo(tx, locked, { ...present, resume_step: null, resume_digest: null }, present.step + 1);
      await this.toDraft(tx, locked.batch, { ...present, resume_step: present.step, resume_digest: present.digest });
      return undefined;
    });
  }

  /** The window of a notice is over, or the policy needs none: the roll takes its next step. */
  async noticeClosed({ id, rollId, batchId }: NoticeState, tx: Transaction): Promise<void> {
    const waits = await tx.maybe(sql`SELECT FROM roll WHERE id = ${rollId} AND notice_id = ${id} AND state = 'in-notice'`);
    if (waits === undefined) return;
    await this.batches.step(tx, batchId, { act: 'noticeClosed', rollId }, async (locked) => {
      const { roll } = moveRoll(locked, rollId, 'noticeClosed');
      return this.goTo(tx, locked, roll, roll.step + 1);
    });
  }

  /** Puts a roll before a step of its chain; behind the last one it is ready, and perhaps the whole batch with it. */
  private async goTo(tx: Transaction, { batch }: LockedBatch, roll: RollRow, step: number) {
    const steps = rollSteps(batch.chain);
    const chunks = await tx.one<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM chunk WHERE roll_id = ${roll.id} AND revision = ${roll.revision} AND chunk_no > 0`);
    let at = step;
    // Nothing to show: every row was faulty.
    while (steps[at]?.kind === 'notice' && chunks.count === 0) at += 1;
    const waiting = steps[at];
    const noticeId = waiting?.kind === 'notice' ? uuidv7() : null;
    const dueAt = waiting?.kind === 'review' ? await this.deadlines.dueAt(tx, batch, waiting.post, waiting.limitWorkingDays) : null;
    await tx.execute(sql`
      UPDATE roll
      SET state = ${stateAt(steps, at)}, step = ${at}, due_at = ${dueAt}, notice_id = COALESCE(${noticeId}::uuid, notice_id),
          resume_step = ${roll.resume_step}, resume_digest = ${roll.resume_digest}
      WHERE id = ${roll.id}`);
    if (waiting?.kind === 'notice' && noticeId !== null) await this.listing.publish(tx, batch, roll, { noticeId, step: at, notice: waiting });
    return this.flow.whenRollsReady(tx, batch);
  }

  private async toDraft(tx: Transaction, batch: BatchRow, roll: RollRow): Promise<void> {
    const dueAt = await this.deadlines.dueAt(tx, batch, 'roll');
    await tx.execute(sql`
      UPDATE roll
      SET state = 'draft', step = 0, due_at = ${dueAt}, resume_step = ${roll.resume_step}, resume_digest = ${roll.resume_digest}
      WHERE id = ${roll.id}`);
  }
}

const digestSeen = ({ digest }: { digest: string }): string => digest;

/** The revision is in the digest; this only tells people sooner what has changed. */
function demandRevision(roll: RollRow, revision: number): RollRow {
  if (roll.revision === revision) return roll;
  throw refused({
    ok: false,
    code: 'digest-changed',
    zh: `花名册已更新为第 ${roll.revision} 版,请刷新后重新办理`,
    en: `The roll is at revision ${roll.revision} now: load it again`,
  });
}

function reviewedSinceSent({ acts }: LockedBatch, rollId: string): boolean {
  const ofRoll = acts.filter(({ roll_id }) => roll_id === rollId);
  const sent = ofRoll.findLastIndex(({ act }) => act === 'send');
  return ofRoll.slice(sent + 1).some(({ act }) => act === 'approve' || act === 'sendBack');
}

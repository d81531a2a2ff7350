import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Totals, batch as batchEvent } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { DomainError, notFound } from '@one-card/service';
import type { ActedBy, ActRow, BatchRow, BatchStateName, RollRow } from './batch.row';

/** What was done, for the record and for batch.v1. Without `by`, the system did it. */
export interface Act {
  readonly act: string;
  readonly rollId?: string;
  readonly by?: ActedBy;
  readonly note?: string | null;
}

/** What a step changes of the batch itself; what it leaves out stays. */
export interface BatchChange {
  readonly state?: BatchStateName;
  readonly step?: number;
  readonly dueAt?: Date | null;
  /** Where the batch goes again when its rolls come back; null forgets it. */
  readonly resume?: { readonly state: BatchStateName; readonly step: number; readonly digest: string } | null;
}

export interface LockedBatch {
  readonly batch: BatchRow;
  readonly rolls: readonly RollRow[];
  /** all acts so far, oldest first */
  readonly acts: readonly ActRow[];
}

/** Over the rolls as they stand; null until every roll has one. A review of the batch binds it. */
export function digestOf(rolls: readonly Pick<RollRow, 'id' | 'revision' | 'digest'>[]): string | null {
  if (rolls.length === 0 || rolls.some(({ digest }) => digest === null)) return null;
  const parts = rolls.map(({ id, revision, digest }) => `${id}:${revision}:${digest}`).sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

const enteredOf = ({ lines, amount_fen }: RollRow): Totals => ({ count: lines, amountFen: amount_fen });

/** The batch with its rolls: one aggregate, one lock, one version. */
@Injectable()
export class Batches {
  constructor(private readonly database: Database) {}

  async find(id: string, tx?: Transaction): Promise<BatchRow> {
    const row = await (tx ?? this.database).maybe<BatchRow>(sql`SELECT * FROM batch WHERE id = ${id}`);
    if (row === undefined) throw notFound({ zh: '批次', en: 'batch' }, id);
    return row;
  }

  async findRoll(id: string, tx?: Transaction): Promise<RollRow> {
    const row = await (tx ?? this.database).maybe<RollRow>(sql`SELECT * FROM roll WHERE id = ${id}`);
    if (row === undefined) throw notFound({ zh: '花名册', en: 'roll' }, id);
    return row;
  }

  rollsOf(batchId: string, tx?: Transaction): Promise<RollRow[]> {
    return (tx ?? this.database).query<RollRow>(sql`SELECT * FROM roll WHERE batch_id = ${batchId} ORDER BY division_code`);
  }

  /**
   * One step of a batch or of one of its rolls. Locks the batch, lets `change` alter rolls and say what changes of the batch, raises the
   * version, records the act and publishes batch.v1. Whoever also locks chunks locks them after the batch (inside `change` or later).
   */
  async step(
    tx: Transaction,
    batchId: string,
    act: Act,
    change: (locked: LockedBatch) => BatchChange | undefined | Promise<BatchChange | undefined>,
  ): Promise<BatchRow> {
    const locked = await this.lock(tx, batchId);
    if (act.by !== undefined) refuseSecondPost(act.by, locked.acts);
    const changed = (await change(locked)) ?? {};
    const batch = await this.save(tx, locked.batch, changed);
    await this.record(tx, batch, act);
    await this.publish(tx, batch, act);
    return batch;
  }

  private async lock(tx: Transaction, batchId: string): Promise<LockedBatch> {
    const batch = await tx.maybe<BatchRow>(sql`SELECT * FROM batch WHERE id = ${batchId} FOR UPDATE`);
    if (batch === undefined) throw notFound({ zh: '批次', en: 'batch' }, batchId);
    const rolls = await this.rollsOf(batchId, tx);
    const acts = await tx.query<ActRow>(sql`SELECT roll_id, act, actor, post FROM batch_act WHERE batch_id = ${batchId} ORDER BY id`);
    return { batch, rolls, acts };
  }

  private save(tx: Transaction, batch: BatchRow, { state, step, dueAt, resume }: BatchChange): Promise<BatchRow> {
    const back = resume === undefined ? { state: batch.resume_state, step: batch.resume_step, digest: batch.resume_digest } : resume;
    return tx.one<BatchRow>(sql`
      UPDATE batch
      SET version = version + 1, state = ${state ?? batch.state}, step = ${step ?? batch.step},
          due_at = ${dueAt === undefined ? batch.due_at : dueAt},
          resume_state = ${back?.state ?? null}, resume_step = ${back?.step ?? null}, resume_digest = ${back?.digest ?? null}
      WHERE id = ${batch.id}
      RETURNING *`);
  }

  private async record(tx: Transaction, batch: BatchRow, { act, rollId, by, note }: Act): Promise<void> {
    await tx.execute(sql`
      INSERT INTO batch_act (county_code, batch_id, roll_id, version, act, actor, name, post, note, at)
      VALUES (${batch.county_code}, ${batch.id}, ${rollId ?? null}, ${batch.version}, ${act},
              ${by?.actor ?? null}, ${by?.name ?? null}, ${by?.post ?? null}, ${note ?? null}, ${await tx.now()})`);
  }

  private async publish(tx: Transaction, batch: BatchRow, { act, rollId, by, note }: Act): Promise<void> {
    const rolls = await this.rollsOf(batch.id, tx);
    const dues = [batch.due_at, ...rolls.map(({ due_at }) => due_at)].filter((due) => due !== null).map((due) => due.getTime());
    await tx.publish(batchEvent, {
      id: batch.id,
      version: batch.version,
      countyCode: batch.county_code,
      projectId: batch.project_id,
      policyCode: batch.policy_code,
      policyVersionId: batch.policy_version_id,
      department: batch.department,
      seq: batch.seq,
      kind: batch.kind,
      periodFrom: batch.period_from,
      periodTo: batch.period_to,
      state: batch.state,
      step: batch.step,
      rolls: rolls.map((roll) => rollStateOf(roll)),
      did: { act, rollId: rollId ?? null, by: by === undefined ? null : { ...by, post: by.post as Post }, note: note ?? null },
      at: (await tx.now()).toISOString(),
      dueAt: dues.length === 0 ? null : new Date(Math.min(...dues)).toISOString(),
    });
  }
}

/** A roll as batch.v1 and the views tell it. */
export const rollStateOf = (roll: RollRow) => ({
  rollId: roll.id,
  divisionCode: roll.division_code,
  revision: roll.revision,
  digest: roll.digest,
  state: roll.state,
  step: roll.step,
  entered: enteredOf(roll),
});

/** 不相容岗位分离: whoever has acted on a batch by one post acts on it by no other. */
function refuseSecondPost(by: ActedBy, acts: readonly ActRow[]): void {
  const other = acts.find(({ actor, post }) => actor === by.actor && post !== null && post !== by.post);
  if (other === undefined) return;
  throw new DomainError('two-posts-on-one-batch', 409, {
    zh: '您已用其他岗位办理过本批次,同一批次不能兼任两个岗位,请由其他人员办理',
    en: 'You have acted on this batch by another post: nobody holds two posts on one batch, so another person must do this',
  });
}

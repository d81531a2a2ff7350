import { Injectable } from '@nestjs/common';
import { division, policyVersion, project, type Project } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { DomainError, notFound } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import { moveRoll } from '../roll/roll.moves';
import { Reviews } from '../review/reviews';
import { BatchFlow, moveBatch } from './batch.flow';
import type { ActedBy, BatchRow } from './batch.row';
import { Batches, digestOf, type BatchChange, type LockedBatch } from './batches';
import { rollSteps, stepsBeforeApplication } from './chain';
import { Deadlines } from './deadlines';

export interface OpenBatch {
  readonly projectId: string;
  readonly kind: BatchRow['kind'];
  readonly periodFrom: string;
  readonly periodTo: string;
  /** of the project's, those to which it is issued; left out: all of them */
  readonly divisions?: readonly string[] | undefined;
}

export interface BatchReview {
  readonly decision: 'approve' | 'sendBack';
  readonly opinion: string;
  readonly digest: string;
  readonly rollIds: readonly string[];
}

/** The department's and finance's acts on a batch: each method is one step. */
@Injectable()
export class BatchService {
  constructor(
    private readonly batches: Batches,
    private readonly flow: BatchFlow,
    private readonly deadlines: Deadlines,
    private readonly reviews: Reviews,
    private readonly replicas: Replicas,
  ) {}

  async projectOf(id: string): Promise<Project> {
    const found = await this.replicas.find(project, id);
    if (found === undefined) throw notFound({ zh: '发放项目', en: 'project' }, id);
    return found;
  }

  async open(tx: Transaction, of: Project, { kind, periodFrom, periodTo, divisions = of.divisions }: OpenBatch, by: ActedBy): Promise<string> {
    demandOpen(of, periodFrom, periodTo);
    demandWithin(of, divisions);
    const policy = await this.replicas.find(policyVersion, of.policyVersionId, tx);
    if (policy === undefined) throw notFound({ zh: '政策版本', en: 'policy version' }, of.policyVersionId);
    const id = uuidv7();
    await tx.lock('batches of project', of.id);
    await tx.execute(sql`
      INSERT INTO batch (id, county_code, project_id, policy_code, policy_name, policy_version_id, department, seq, kind, period_from, period_to,
                         chain, state, opened_by, opened_at)
      VALUES (${id}, ${of.countyCode}, ${of.id}, ${of.policyCode}, ${policy.name}, ${of.policyVersionId}, ${of.department},
              (SELECT COALESCE(max(seq), 0) + 1 FROM batch WHERE project_id = ${of.id}), ${kind}, ${periodFrom}, ${periodTo},
              ${JSON.stringify(of.chain)}::jsonb, 'draft', ${by.actor}, ${await tx.now()})`);
    await this.addRolls(tx, id, of.countyCode, divisions);
    await this.batches.step(tx, id, { act: 'open', by }, () => undefined);
    return id;
  }

  /** 下达: the townships may fill their rolls now. */
  async issue(tx: Transaction, batchId: string, by: ActedBy): Promise<void> {
    await this.batches.step(tx, batchId, { act: 'issue', by }, async ({ batch, rolls }) => {
      const state = moveBatch(batch, rolls, 'issue', { by });
      await tx.execute(sql`UPDATE roll SET due_at = ${await this.deadlines.dueAt(tx, batch, 'roll')} WHERE batch_id = ${batch.id}`);
      return { state };
    });
  }

  async review(tx: Transaction, batchId: string, by: ActedBy, review: BatchReview): Promise<void> {
    const note = review.opinion === '' ? null : review.opinion;
    await this.batches.step(tx, batchId, { act: review.decision, by, note }, async (locked) => {
      const { batch, rolls } = locked;
      const of = { batchId, rollId: null, step: batch.step, digest: review.digest };
      const approvedBy = await this.reviews.approvers(tx, of);
      const state = moveBatch(batch, rolls, review.decision, { by, digestSeen: review.digest, reason: review.opinion, approvedBy });
      await this.reviews.add(tx, { ...of, countyCode: batch.county_code, by, decision: review.decision, opinion: review.opinion, revision: null });
      if (review.decision === 'sendBack') return this.sendBack(tx, locked, by, review);
      const step = batch.step + 1;
      const settled = await this.flow.whenReviewed(tx, { ...batch, state, step }, rolls);
      if (settled !== undefined) return settled;
      return { state, step, dueAt: await this.flow.dueAt(tx, batch, state, step) };
    });
  }

  /** 支付申请: from here on the batch is with finance. */
  async apply(tx: Transaction, batchId: string, by: ActedBy): Promise<void> {
    await this.batches.step(tx, batchId, { act: 'apply', by }, async ({ batch, rolls }) => {
      const state = moveBatch(batch, rolls, 'apply', { by });
      const step = stepsBeforeApplication(batch.chain);
      const settled = await this.flow.whenReviewed(tx, { ...batch, state, step }, rolls);
      if (settled !== undefined) return settled;
      return { state, step, dueAt: await this.flow.dueAt(tx, batch, state, step) };
    });
  }

  /** The rolls named go to their townships; unchanged they come straight back to this post, and so does the batch. */
  private async sendBack(tx: Transaction, locked: LockedBatch, by: ActedBy, { opinion, rollIds }: BatchReview): Promise<BatchChange> {
    const { batch, rolls } = locked;
    if (rollIds.length === 0) throw new DomainError('missing-rolls', 422, { zh: '请指明退回哪些花名册', en: 'Name the rolls to send back' });
    const dueAt = await this.deadlines.dueAt(tx, batch, 'roll');
    for (const rollId of new Set(rollIds)) {
      const { roll, to } = moveRoll(locked, rollId, 'sendBack', { by, reason: opinion });
      await tx.execute(sql`
        UPDATE roll
        SET state = ${to}, step = 0, due_at = ${dueAt}, resume_step = ${rollSteps(batch.chain).length}, resume_digest = ${roll.digest}
        WHERE id = ${roll.id}`);
    }
    const resume = { state: batch.state, step: batch.step, digest: digestOf(rolls) ?? '' };
    return { state: 'issued', step: 0, dueAt: null, resume };
  }

  private async addRolls(tx: Transaction, batchId: string, countyCode: string, divisions: readonly string[]): Promise<void> {
    for (const code of divisions) {
      const place = await this.replicas.find(division, code, tx);
      if (place === undefined) throw notFound({ zh: '区划', en: 'division' }, code);
      await tx.execute(sql`
        INSERT INTO roll (id, county_code, batch_id, division_code, division_name, state)
        VALUES (${uuidv7()}, ${countyCode}, ${batchId}, ${code}, ${place.name}, 'issued')`);
    }
  }
}

function demandOpen(of: Project, from: string, to: string): void {
  if (of.state !== 'open') throw new DomainError('project-closed', 409, { zh: '发放项目已关闭,不能再开批次', en: 'The project is closed' });
  if (from <= to && of.periodFrom <= from && to <= of.periodTo) return;
  throw new DomainError('period-outside-project', 422, {
    zh: `批次期间应在项目期间 ${of.periodFrom} 至 ${of.periodTo} 之内`,
    en: `The batch's period must lie within the project's, ${of.periodFrom} to ${of.periodTo}`,
  });
}

function demandWithin(of: Project, divisions: readonly string[]): void {
  const others = divisions.filter((code) => !of.divisions.includes(code));
  if (others.length === 0) return;
  throw new DomainError('division-outside-project', 422, {
    zh: `下列区划不在发放项目范围内:${others.join('、')}`,
    en: `These divisions do not take part in the project: ${others.join(', ')}`,
  });
}

import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { type Actor, Authority, holdings } from '@one-card/service';
import type { z } from 'zod';
import type { BatchRow, RollRow } from '../batch/batch.row';
import { batchWaitsFor, rollWaitsFor } from '../batch/batch.views';
import { Deadlines } from '../batch/deadlines';

export type TodoItem = z.output<typeof paymentOrchestrationApi.todoItem>;

interface Waiting extends Omit<TodoItem, 'dueAt' | 'lateWorkingDays'> {
  readonly dueAt: Date | null;
  readonly department: string;
  readonly division: string | null;
}

type OrderRow = BatchRow & { order_id: string; order_no: string };

const ACTS = { draft: '下达批次', approved: '提交支付申请', 'in-review': '审核批次', applied: '审核支付申请' } as const;
const ROLL_ACTS = { issued: '上传花名册', draft: '送审花名册', 'in-review': '审核花名册' } as const;
const MOST = 500;

@Injectable()
export class TodoService {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly deadlines: Deadlines,
  ) {}

  async of(actor: Actor): Promise<TodoItem[]> {
    const mine: Waiting[] = [];
    for (const item of await this.waiting()) if (mine.length < MOST && (await this.isFor(actor, item))) mine.push(item);
    const late = await this.deadlines.lateDays(mine.map(({ dueAt }) => dueAt));
    return mine.map(({ kind, id, batchId, title, act, post, dueAt }, i) => ({
      ...{ kind, id, batchId, title, act, post, dueAt: dueAt?.toISOString() ?? null, lateWorkingDays: late[i] ?? 0 },
    }));
  }

  private async waiting(): Promise<Waiting[]> {
    const batches = await this.database.query<BatchRow>(sql`
      SELECT * FROM batch WHERE state IN ('draft', 'issued', 'in-review', 'approved', 'applied') ORDER BY due_at NULLS LAST, id`);
    const rolls = await this.database.query<RollRow>(sql`
      SELECT r.*
      FROM roll r
      JOIN batch b ON b.id = r.batch_id AND b.state = 'issued'
      WHERE r.state IN ('issued', 'draft', 'in-review')
      ORDER BY r.due_at NULLS LAST, r.id`);
    const orders = await this.database.query<OrderRow>(sql`
      SELECT o.id AS order_id, o.order_no, b.*
      FROM pay_order o
      JOIN batch b ON b.id = o.batch_id
      WHERE o.state = 'reserved'
      ORDER BY o.id`);
    const byId = new Map(batches.map((batch) => [batch.id, batch]));
    return [...rolls.flatMap((roll) => rollItem(byId.get(roll.batch_id), roll)), ...batches.flatMap(batchItem), ...orders.map(orderItem)];
  }

  private async isFor(actor: Actor, { post, department, division }: Waiting): Promise<boolean> {
    for (const held of holdings(actor, post)) {
      if (post.startsWith('department-') && held.department !== department) continue;
      if (!post.startsWith('township-') || division === null || (await this.authority.covers(held, division))) return true;
    }
    return false;
  }
}

const titleOf = (batch: BatchRow): string => `${batch.policy_name} ${batch.period_from} 至 ${batch.period_to} 第 ${String(batch.seq)} 批`;

function rollItem(batch: BatchRow | undefined, roll: RollRow): Waiting[] {
  if (batch === undefined || !isKeyOf(ROLL_ACTS, roll.state)) return [];
  const post = rollWaitsFor(batch, roll);
  const title = `${roll.division_name} ${titleOf(batch)}`;
  const of = { department: batch.department, division: roll.division_code, dueAt: roll.due_at };
  return post === null ? [] : [{ kind: 'roll', id: roll.id, batchId: batch.id, title, act: ROLL_ACTS[roll.state], post, ...of }];
}

function batchItem(batch: BatchRow): Waiting[] {
  const reviewer: Post | null = batchWaitsFor(batch);
  const of = { id: batch.id, batchId: batch.id, title: titleOf(batch), department: batch.department, division: null, dueAt: batch.due_at };
  // Finance has reviewed it: the treasury may order.
  if (reviewer === null) return batch.state === 'applied' ? [{ kind: 'batch', act: '拨付', post: 'treasury-operator', ...of }] : [];
  return isKeyOf(ACTS, batch.state) ? [{ kind: 'batch', act: ACTS[batch.state], post: reviewer, ...of }] : [];
}

/** The second pair of eyes. */
const orderItem = (row: OrderRow): Waiting => ({
  kind: 'order',
  id: row.order_id,
  batchId: row.id,
  title: `${row.order_no} ${titleOf(row)}`,
  act: '复核拨付',
  post: 'treasury-approver',
  department: row.department,
  division: null,
  dueAt: null,
});

const isKeyOf = <T extends object>(object: T, key: PropertyKey): key is keyof T => Object.hasOwn(object, key);

import type { Project, todoItem } from '@one-card/contracts';
import type { Post } from '@one-card/domain';
import type { z } from 'zod';
import type { BatchRow, RollRow } from '../batch/batch.row';
import { batchWaitsFor, rollWaitsFor } from '../batch/batch.views';

export type TodoItem = z.output<typeof todoItem>;

/** Something that waits for a post, and whose it is. */
export interface Waiting extends Omit<TodoItem, 'dueAt' | 'lateWorkingDays'> {
  readonly dueAt: Date | null;
  readonly department: string;
  readonly division: string | null;
}

export type OrderOfBatch = BatchRow & { order_id: string; order_no: string };
export type BouncedOfRoll = BatchRow & { division_code: string; division_name: string; bounced: number };

const ACTS = { draft: '下达批次', approved: '提交支付申请', 'in-review': '审核批次', applied: '审核支付申请' } as const;
const ROLL_ACTS = { issued: '上传花名册', draft: '送审花名册', 'in-review': '审核花名册' } as const;

const titleOf = (batch: BatchRow): string => `${batch.policy_name} ${batch.period_from} 至 ${batch.period_to} 第 ${String(batch.seq)} 批`;
const ofBatch = (batch: BatchRow) => ({
  ...{ id: batch.id, batchId: batch.id, title: titleOf(batch), department: batch.department, division: null, dueAt: batch.due_at },
});

export function rollItem(batch: BatchRow | undefined, roll: RollRow): Waiting[] {
  if (batch === undefined || !isKeyOf(ROLL_ACTS, roll.state)) return [];
  const post = rollWaitsFor(batch, roll);
  const title = `${roll.division_name} ${titleOf(batch)}`;
  const of = { department: batch.department, division: roll.division_code, dueAt: roll.due_at };
  return post === null ? [] : [{ kind: 'roll', id: roll.id, batchId: batch.id, title, act: ROLL_ACTS[roll.state], post, ...of }];
}

export function batchItem(batch: BatchRow): Waiting[] {
  const reviewer: Post | null = batchWaitsFor(batch);
  // Finance has reviewed it: the treasury may order.
  if (reviewer === null) return batch.state === 'applied' ? [{ kind: 'batch', act: '拨付', post: 'treasury-operator', ...ofBatch(batch) }] : [];
  return isKeyOf(ACTS, batch.state) ? [{ kind: 'batch', act: ACTS[batch.state], post: reviewer, ...ofBatch(batch) }] : [];
}

export const projectItem = ({ id, name, department }: Project): Waiting => ({
  ...{ kind: 'project', id, batchId: null, title: name, act: '建立批次', post: 'department-clerk', department, division: null, dueAt: null },
});

/** The second pair of eyes. */
export const orderItem = (row: OrderOfBatch): Waiting => ({
  ...{
    ...ofBatch(row),
    kind: 'order',
    id: row.order_id,
    title: `${row.order_no} ${titleOf(row)}`,
    act: '复核拨付',
    post: 'treasury-approver',
    dueAt: null,
  },
});

/** Approved, and its project has less money than it needs. */
export const fundsItem = (batch: BatchRow): Waiting => ({ kind: 'funds', act: '下达指标', post: 'budget-officer', ...ofBatch(batch) });

/** The township mends the account, the department verifies and follows it up. */
export function bouncedItems(row: BouncedOfRoll): Waiting[] {
  const of = { ...ofBatch(row), kind: 'bounced' as const, count: row.bounced, dueAt: null, title: `${row.division_name} ${titleOf(row)}` };
  return [
    { ...of, act: '更正退票账户', post: 'township-clerk', division: row.division_code },
    { ...of, act: '核实退票', post: 'department-clerk' },
  ];
}

const isKeyOf = <T extends object>(object: T, key: PropertyKey): key is keyof T => Object.hasOwn(object, key);

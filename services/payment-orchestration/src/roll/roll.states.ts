import type { ChainStep } from '@one-card/contracts';
import { defineStates, guard, type Mover } from '@one-card/domain';
import type { RollStateName } from '../batch/batch.row';
import { digestUnchanged, notOwnEntry, notReviewedBefore, type ReviewMove } from '../batch/guards';

export type RollAct = 'upload' | 'matched' | 'checked' | 'send' | 'approve' | 'sendBack' | 'withdraw' | 'noticeClosed';

export interface RollMove extends ReviewMove {
  readonly step: number;
  readonly steps: readonly ChainStep[];
  /** Where a roll that was sent back goes again; null: from the first step on. */
  readonly resumeStep: number | null;
  /** Somebody approved this revision after it was last sent. */
  readonly reviewed: boolean;
  readonly batchIssued: boolean;
}

const batchIsIssued = guard<RollMove>({
  code: 'batch-not-issued',
  zh: '批次不在下达填报阶段,不能操作花名册',
  en: 'The batch is not with its townships now, so its rolls stand still',
  holds: ({ batchIssued }) => batchIssued,
});

const nobodyHasReviewed = guard<RollMove>({
  code: 'already-reviewed',
  zh: '已有人审核,不能取消送审;如需修改请由审核岗位退回',
  en: 'Somebody has reviewed this: ask the reviewer to send it back',
  holds: ({ reviewed }) => !reviewed,
});

/** The state in which a roll waits at a step of its chain; behind the last one it is ready. */
export function stateAt(steps: readonly ChainStep[], step: number): RollStateName {
  const at = steps[step];
  if (at === undefined) return 'ready';
  return at.kind === 'review' ? 'in-review' : 'in-notice';
}

const currentPost = ({ step, steps }: RollMove): readonly Mover[] =>
  steps.slice(step, step + 1).flatMap((at) => (at.kind === 'review' ? at.post : []));
const sendTo = ({ steps, resumeStep }: RollMove): RollStateName => stateAt(steps, resumeStep ?? 0);
const nextStep = ({ steps, step }: RollMove): RollStateName => stateAt(steps, step + 1);
const review = [batchIsIssued, notOwnEntry, notReviewedBefore, digestUnchanged];
const upload = { to: 'matching', by: 'township-clerk', when: [batchIsIssued] } as const;
/** The posts of the batch's own steps, which may send any of its rolls back. */
const batchPosts = [
  'department-clerk',
  'department-approver',
  'finance-reviewer',
  'budget-officer',
  'treasury-operator',
  'treasury-approver',
] as const;

/** 二.二.2: posts and their powers. Sent again unchanged, a roll goes straight to the post that sent it back (原岗续审). */
export const rollStates = defineStates<RollMove, RollStateName, RollAct>(
  {
    issued: { upload },
    matching: { upload, matched: { to: 'checking', by: 'system' }, checked: { to: 'draft', by: 'system' } },
    checking: { upload, checked: { to: 'draft', by: 'system' } },
    draft: { upload, send: { to: sendTo, by: 'township-clerk', when: [batchIsIssued, digestUnchanged] } },
    'in-review': {
      approve: { to: nextStep, by: currentPost, when: review },
      sendBack: { to: 'draft', by: currentPost, needs: ['reason'], when: review },
      withdraw: { to: 'draft', by: 'township-clerk', when: [batchIsIssued, nobodyHasReviewed] },
    },
    'in-notice': { noticeClosed: { to: nextStep, by: 'system' } },
    ready: { sendBack: { to: 'draft', by: batchPosts, needs: ['reason'] } },
  },
  {
    issued: '待填报',
    matching: '人员匹配中',
    checking: '比对中',
    draft: '待送审',
    'in-review': '审核中',
    'in-notice': '公示中',
    ready: '已完成',
    upload: '上传花名册',
    matched: '匹配完成',
    checked: '比对完成',
    send: '送审',
    approve: '审核通过',
    sendBack: '退回',
    withdraw: '取消送审',
    noticeClosed: '公示结束',
  },
);

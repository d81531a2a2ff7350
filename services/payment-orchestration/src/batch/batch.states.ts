import { defineStates, guard, type Mover } from '@one-card/domain';
import type { BatchStateName } from './batch.row';
import type { ReviewStep } from './chain';
import { digestUnchanged, notOwnEntry, notReviewedBefore, type ReviewMove } from './guards';

export type BatchAct = 'issue' | 'rollsReady' | 'approve' | 'sendBack' | 'apply' | 'order' | 'fund' | 'release' | 'settle';

export interface BatchMove extends ReviewMove {
  readonly step: number;
  readonly steps: readonly ReviewStep[];
  readonly beforeApplication: number;
  readonly everyRollReady: boolean;
  /** Set while the batch returns unchanged to whoever sent it back. */
  readonly resume: { readonly state: BatchStateName; readonly step: number } | null;
}

const everyRollReady = guard<BatchMove>({
  code: 'rolls-not-ready',
  zh: '还有花名册未完成审核和公示',
  en: 'Some rolls are not through their reviews and notices',
  holds: (move) => move.everyRollReady,
});

const financeHasReviewed = guard<BatchMove>({
  code: 'not-reviewed-by-finance',
  zh: '财政业务审核尚未完成,不能拨付',
  en: 'Finance has not reviewed this batch, so nothing can be paid',
  holds: ({ step, steps }) => step >= steps.length,
});

/** Nobody's, when every step is behind. */
const currentPost = ({ step, steps }: BatchMove): readonly Mover[] => steps.slice(step, step + 1).map(({ post }) => post);
const firstStep = ({ resume, beforeApplication }: BatchMove): BatchStateName => resume?.state ?? (beforeApplication > 0 ? 'in-review' : 'approved');
const nextStep = ({ step, beforeApplication }: BatchMove): BatchStateName => (step + 1 < beforeApplication ? 'in-review' : 'approved');
const review = [notOwnEntry, notReviewedBefore, digestUnchanged];

/** 二.二.2, 二.二.3: the department's posts review, then the department applies for payment, then finance reviews and pays. */
export const batchStates = defineStates<BatchMove, BatchStateName, BatchAct>(
  {
    draft: { issue: { to: 'issued', by: 'department-clerk' } },
    issued: { rollsReady: { to: firstStep, by: 'system', when: [everyRollReady] } },
    'in-review': {
      approve: { to: nextStep, by: currentPost, when: review },
      sendBack: { to: 'issued', by: currentPost, needs: ['reason'], when: review },
    },
    approved: { apply: { to: 'applied', by: 'department-clerk' } },
    applied: {
      approve: { to: 'applied', by: currentPost, when: review },
      sendBack: { to: 'issued', by: currentPost, needs: ['reason'], when: review },
      order: { to: 'funding', by: 'treasury-operator', when: [financeHasReviewed] },
      // Every line was rejected or stopped: there is nothing to pay, now or later.
      settle: { to: 'settled', by: 'system', when: [financeHasReviewed] },
    },
    funding: {
      fund: { to: 'paying', by: 'system' },
      release: { to: 'applied', by: ['system', 'treasury-operator', 'treasury-approver'] },
    },
    // Lines that were let go again after the first order are paid by a further one.
    paying: { order: { to: 'paying', by: 'treasury-operator' }, settle: { to: 'settled', by: 'system' } },
    settled: { order: { to: 'paying', by: 'treasury-operator' } },
  },
  {
    draft: '草稿',
    issued: '已下达',
    'in-review': '审核中',
    approved: '部门已审定',
    applied: '已申请支付',
    funding: '待拨款',
    paying: '代发中',
    settled: '已办结',
    issue: '下达',
    rollsReady: '花名册齐备',
    approve: '审核通过',
    sendBack: '退回',
    apply: '支付申请',
    order: '拨付',
    fund: '拨款到账',
    release: '撤销拨付',
    settle: '办结',
  },
);

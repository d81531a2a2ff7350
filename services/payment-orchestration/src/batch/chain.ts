import type { ChainStep } from '@one-card/contracts';
import type { Post } from '@one-card/domain';

export type ReviewStep = Extract<ChainStep, { kind: 'review' }>;
export type NoticeStep = Extract<ChainStep, { kind: 'notice' }>;

const FINANCE: ReadonlySet<string> = new Set<Post>(['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver']);

export const isFinance = (post: string): boolean => FINANCE.has(post);

export const rollSteps = (chain: readonly ChainStep[]): ChainStep[] => chain.filter(({ scope }) => scope === 'roll');

/** The department's reviews, then those of finance, which come after the payment application wherever the chain names them. */
export function batchSteps(chain: readonly ChainStep[]): ReviewStep[] {
  const reviews = chain.filter((step): step is ReviewStep => step.scope === 'batch' && step.kind === 'review');
  return [...reviews.filter(({ post }) => !isFinance(post)), ...reviews.filter(({ post }) => isFinance(post))];
}

/** How many of the batch's steps come before the payment application. */
export const stepsBeforeApplication = (chain: readonly ChainStep[]): number => batchSteps(chain).filter(({ post }) => !isFinance(post)).length;

import type { Post } from '@one-card/domain';

/** Posts whose business is the whole county's money. */
export const OVERSEERS: readonly Post[] = [
  ...(['supervisor', 'security-auditor'] as const),
  ...(['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver'] as const),
];

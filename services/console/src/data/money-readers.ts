import type { Post } from '@one-card/domain';

/** Posts that read budget and orders. */
export const MONEY_READERS: readonly Post[] = [
  ...(['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor', 'security-auditor'] as const),
  ...(['department-clerk', 'department-approver'] as const),
];

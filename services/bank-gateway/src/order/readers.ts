/** Banks, finance, and those who supervise both. */
export const READERS = [
  'bank-operator',
  'budget-officer',
  'finance-reviewer',
  'treasury-operator',
  'treasury-approver',
  'supervisor',
  'security-auditor',
] as const;

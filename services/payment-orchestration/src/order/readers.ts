/** Posts that may read budget and orders of the whole county. */
export const moneyReaders = [
  'budget-officer',
  'finance-reviewer',
  'treasury-operator',
  'treasury-approver',
  'supervisor',
  'security-auditor',
  'department-clerk',
  'department-approver',
] as const;

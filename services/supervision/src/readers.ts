/** Who may look at the whole county's supervision: supervisors, auditors and finance. */
export const READERS = ['supervisor', 'security-auditor', 'finance-reviewer', 'budget-officer', 'treasury-operator', 'treasury-approver'];

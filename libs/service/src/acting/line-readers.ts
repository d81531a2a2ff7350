import { type Actor } from './actor';
import { type Authority, holdings } from './authority';

/** Whose business is every line of the county. */
const COUNTY = ['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor', 'security-auditor'];
const DEPARTMENT = ['department-clerk', 'department-approver'];
const DIVISION = ['township-clerk', 'township-reviewer'];

/** Who may read what became of a line: finance and supervision all of them, a department those of its policies, a township its own. */
export async function demandLineReader(
  authority: Authority,
  actor: Actor,
  { department, division }: { department?: string | undefined; division: string },
): Promise<void> {
  if (holdings(actor, COUNTY).length > 0) return;
  if (department !== undefined && holdings(actor, DEPARTMENT).some((held) => held.department === department)) return;
  await authority.require(actor, DIVISION, { division });
}

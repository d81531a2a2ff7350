import type { Run } from './context';

/** Whoever acts in the run has signed in before it. */
export async function signInAll({ people, county, batches }: Pick<Run, 'people' | 'county' | 'batches'>): Promise<void> {
  for (const division of new Set(county.rolls.map(({ townshipCode }) => townshipCode)))
    for (const post of ['township-clerk', 'township-reviewer'] as const) await people.holding(post, { division });
  for (const { department } of batches)
    for (const post of ['department-clerk', 'department-approver'] as const) await people.holding(post, { department });
  for (const post of ['finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor', 'system-admin'] as const)
    await people.holding(post);
}

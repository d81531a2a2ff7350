import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { countyCode, divisionCode } from '../shapes';

export const divisionShape = {
  id: divisionCode(),
  version: z.int().positive(),
  countyCode: countyCode(),
  name: z.string(),
  kind: z.enum(['village', 'township', 'county', 'functional']),
  parents: z.array(divisionCode()).describe('a village may lie in a township and be managed by a functional division'),
  ancestors: z.array(divisionCode()).describe('the closure, with the division itself'),
} as const;

/** A division of the county; others read coverage (who may act where) from its closure. */
export const division = defineEvent(
  'recipient-registry.division.v1',
  {
    kind: 'state',
    summary: 'A division was entered or changed in the registry.',
    readBy: ['policy-catalog', 'eligibility-check', 'payment-orchestration', 'disclosure', 'supervision'],
    key: (d) => `${d.countyCode}/${d.id}`,
  },
  divisionShape,
);
export type DivisionState = EventOf<typeof division>;

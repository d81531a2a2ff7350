import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { countyCode, date, divisionCode, fen, milli, post } from '../shapes';

/** One step of a project's chain: data, not code (二.二.2). Steps of scope `roll` come before those of scope `batch`. */
export const chainStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('review'), scope: z.enum(['roll', 'batch']), post: post(), limitWorkingDays: z.int().positive().nullable() }),
  z.object({
    kind: z.literal('notice'),
    scope: z.literal('roll'),
    place: z.enum(['village_board', 'web_notice']),
    level: z.enum(['village', 'township', 'county']),
    basis: z.enum(['per-batch', 'standing', 'exempt']),
    days: z.int().nonnegative().describe('calendar days; the window closes at the end of the last one'),
  }),
]);
export type ChainStep = z.output<typeof chainStep>;

export const projectShape = {
  id: z.uuid(),
  version: z.int().positive(),
  countyCode: countyCode(),
  policyVersionId: z.uuid(),
  policyCode: z.string(),
  department: z.string(),
  name: z.string(),
  year: z.int(),
  periodFrom: date(),
  periodTo: date(),
  divisions: z.array(divisionCode()).describe('townships and functional divisions that take part'),
  chain: z.array(chainStep),
  fundFen: fen().nullable().describe('fund of a rate that is computed from it'),
  areaMilli: milli().nullable().describe('area by which the fund is divided, 1/1000 mu'),
  rateFen: fen().nullable().describe('fund ÷ area, truncated to a whole fen a mu'),
  state: z.enum(['open', 'closed']),
} as const;

/** A project was opened or changed: one policy version, one year or season, its divisions and its funds (二.二.3). */
export const project = defineEvent(
  'policy-catalog.project.v1',
  {
    kind: 'state',
    summary: 'A project was opened, changed or closed by its department.',
    readBy: ['recipient-registry', 'eligibility-check', 'payment-orchestration', 'disclosure', 'supervision'],
    key: (p) => `${p.countyCode}/${p.id}`,
  },
  projectShape,
);
export type Project = EventOf<typeof project>;

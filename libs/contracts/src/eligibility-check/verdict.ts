import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { chunkRef, columns, countyCode, date, divisionCode, line, sha256 } from '../shapes';
import { screeningRule } from '../policy-catalog/policy';

export const finding = z.object({
  hitId: z.uuid(),
  line: line(),
  batchId: z.uuid(),
  rollId: z.uuid(),
  rule: screeningRule(),
  otherLine: line().nullable().describe('the other line of a pair; a pair holds both, smaller first'),
});
export type Finding = z.output<typeof finding>;

/**
 * What screening found. Scope `chunk`: the rules about one line, with their chunk. Scope `roll`: the rules across lines, once when all chunks
 * of the revision are in; its findings may name lines of other rolls and batches that are not yet paid. Only what differs is listed.
 */
export const verdict = defineEvent(
  'eligibility-check.verdict.v1',
  {
    kind: 'record',
    summary: 'A chunk, or a whole roll, was screened: hits hold their lines.',
    readBy: ['payment-orchestration', 'supervision'],
    key: (v) => `${v.countyCode}/${v.rollId}`,
  },
  {
    countyCode: countyCode(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    revision: z.int().positive(),
    divisionCode: divisionCode(),
    scope: z.enum(['chunk', 'roll']),
    chunk: chunkRef().nullable().describe('given for scope chunk'),
    screened: z.int().nonnegative(),
    hits: z.array(finding),
    more: z.literal(true).optional().describe('further findings of this scope follow in the next message, which alone ends the scope'),
  },
);
export type Verdict = EventOf<typeof verdict>;

/**
 * A department clerk who did not enter the lines confirmed or dismissed hits, with one reason: those of one roll and rule in one message, since
 * hundreds are decided together.
 */
export const adjudicatedHits = defineEvent(
  'eligibility-check.adjudication.v2',
  {
    kind: 'record',
    summary: 'Hits of one roll were confirmed (their lines are stopped) or dismissed (a line goes on when no other hit holds it).',
    readBy: ['payment-orchestration', 'supervision'],
    key: (a) => `${a.countyCode}/${a.rollId}`,
  },
  {
    countyCode: countyCode(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    rule: screeningRule(),
    decision: z.enum(['confirmed', 'dismissed']),
    reason: z.string(),
    actor: z.string(),
    decidedAt: z.string(),
    hits: columns({ hitId: z.uuid(), version: z.int().positive(), line: line() }),
  },
);
export type AdjudicatedHits = EventOf<typeof adjudicatedHits>;

/** The same of one hit, as it was told before v2. It is sent no more, and read as long as one of them may be on its way. */
export const adjudication = defineEvent(
  'eligibility-check.adjudication.v1',
  {
    kind: 'state',
    summary: 'A hit was confirmed (the line is stopped) or dismissed (the line goes on when no other hit holds it).',
    readBy: ['payment-orchestration', 'supervision'],
    key: (a) => `${a.countyCode}/${a.id}`,
  },
  {
    id: z.uuid().describe('the hit'),
    version: z.int().positive(),
    countyCode: countyCode(),
    line: line(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    rule: screeningRule(),
    decision: z.enum(['confirmed', 'dismissed']),
    reason: z.string(),
    actor: z.string(),
    decidedAt: z.string(),
  },
);
export type Adjudication = EventOf<typeof adjudication>;

/** The record that a hit was found in. */
export const evidence = z.object({
  source: z.string().describe('whose data: 民政, 公安, this platform'),
  asOf: date().nullable(),
  legalBasis: z.string().nullable(),
  record: z.record(z.string(), z.string()).describe('fields of the record compared; no identity, card or account numbers'),
  importSha256: sha256().nullable(),
});

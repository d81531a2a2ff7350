import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { actedBy, countyCode, divisionCode, instant, line, sha256, totals } from '../shapes';

export const NOTICE_STATES = ['requested', 'open', 'closed', 'standing', 'exempt'] as const;

/** A notice (公示) of one roll revision at a place, from the request to the end of its window (二.二.4(2)). */
export const notice = defineEvent(
  'disclosure.notice.v1',
  {
    kind: 'state',
    summary: 'A notice was requested (its list is complete), opened (posted, with evidence), drew or settled an objection, or closed.',
    readBy: ['payment-orchestration', 'supervision'],
    key: (n) => `${n.countyCode}/${n.id}`,
  },
  {
    id: z.uuid(),
    version: z.int().positive(),
    countyCode: countyCode(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    revision: z.int().positive(),
    rollDigest: sha256(),
    policyCode: z.string(),
    divisionCode: divisionCode(),
    step: z.int().nonnegative(),
    place: z.enum(['village_board', 'web_notice']),
    level: z.enum(['village', 'township', 'county']),
    basis: z.enum(['per-batch', 'standing', 'exempt']),
    state: z.enum(NOTICE_STATES).describe('standing and exempt need no window and are final at once'),
    listed: totals(),
    openedAt: instant().nullable(),
    closesAt: instant().nullable(),
    evidenceSha256: sha256().nullable().describe('photograph of the village board'),
    postedBy: actedBy().nullable(),
    objections: z
      .array(z.object({ id: z.uuid(), line: line(), state: z.enum(['open', 'upheld', 'refused']), reason: z.string().nullable() }))
      .describe('an open objection holds its line; upheld stops it'),
  },
);
export type NoticeState = EventOf<typeof notice>;

/** A citizen's case: an objection, question, complaint or request, with its deadline. */
export const citizenCase = defineEvent(
  'disclosure.case.v1',
  {
    kind: 'state',
    summary: 'A case was received or took a step.',
    readBy: ['supervision'],
    key: (c) => `${c.countyCode}/${c.id}`,
  },
  {
    id: z.uuid(),
    version: z.int().positive(),
    countyCode: countyCode(),
    kind: z.enum(['objection', 'question', 'complaint', 'petition', 'information-request']),
    divisionCode: divisionCode().nullable(),
    policyCode: z.string().nullable(),
    state: z.enum(['received', 'answered']),
    receivedAt: instant(),
    dueAt: instant(),
  },
);
export type CitizenCase = EventOf<typeof citizenCase>;

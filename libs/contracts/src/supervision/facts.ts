import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { countyCode, date, divisionCode, fen, instant, line, outcome, sha256 } from '../shapes';

/** What happened, for regulators: sums of lines that changed their outcome, by policy, township, bank and day. */
export const supervisionFact = defineEvent(
  'supervision.fact.v1',
  {
    kind: 'record',
    summary: 'Lines of one roll changed their outcome, in count and fen.',
    readBy: ['regulators'],
    key: (f) => `${f.countyCode}/${f.rollId}`,
  },
  {
    id: z.uuid(),
    countyCode: countyCode(),
    policyCode: z.string(),
    batchId: z.uuid(),
    rollId: z.uuid(),
    divisionCode: divisionCode(),
    day: date(),
    at: instant(),
    changes: z.array(
      z.object({
        from: outcome().nullable(),
        to: outcome().nullable(),
        bankCode: z.string().nullable(),
        reason: z.string().nullable(),
        count: z.int(),
        amountFen: fen(),
      }),
    ),
  },
);
export type SupervisionFact = EventOf<typeof supervisionFact>;

export const RED_FLAGS = ['dead-paid', 'shared-account', 'late', 'control-total-differs', 'overpaid-order'] as const;

/** A red flag, raised once for what it is about. */
export const supervisionAlert = defineEvent(
  'supervision.alert.v1',
  {
    kind: 'state',
    summary: 'A red flag was raised or settled.',
    readBy: ['regulators'],
    key: (a) => `${a.countyCode}/${a.id}`,
  },
  {
    id: z.uuid(),
    version: z.int().positive(),
    countyCode: countyCode(),
    flag: z.enum(RED_FLAGS),
    about: z.string().describe('batch, roll, line or account token'),
    batchId: z.uuid().nullable(),
    line: line().nullable(),
    divisionCode: divisionCode().nullable(),
    zh: z.string(),
    en: z.string(),
    state: z.enum(['open', 'settled']),
    raisedAt: instant(),
  },
);
export type SupervisionAlert = EventOf<typeof supervisionAlert>;

/** One entry of an audit chain: hash = SHA-256 over previous hash and this entry's fields, in offset order, one chain a topic partition. */
export const auditEntry = z.object({
  topic: z.string(),
  partition: z.int().nonnegative(),
  offset: z.string(),
  eventId: z.uuid(),
  type: z.string(),
  key: z.string(),
  time: z.string(),
  bodySha256: sha256(),
  previous: sha256().describe('64 zeros for the first entry'),
  hash: sha256(),
});
export type AuditEntry = z.output<typeof auditEntry>;

export const auditChunk = defineEvent(
  'supervision.audit.v1',
  {
    kind: 'record',
    summary: 'Entries were added to an audit chain; anyone with the export can verify it.',
    readBy: ['regulators'],
    key: (a) => `${a.countyCode}/${a.topic}/${a.partition}`,
  },
  { countyCode: countyCode(), topic: z.string(), partition: z.int().nonnegative(), entries: z.array(auditEntry).min(1) },
);

/** What an entry's hash is taken over: fields joined by line feeds, in this order. */
export const auditHashInput = (e: Omit<AuditEntry, 'hash'>) =>
  [e.previous, e.topic, e.partition, e.offset, e.eventId, e.type, e.key, e.time, e.bodySha256].join('\n');

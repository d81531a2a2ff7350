import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { chunkKey, chunkRef, columns, divisionCode, fen, line, milli, reason, sealedFor, token } from '../shapes';

/** What a roll's file says of each line, in clear: nothing that names a person. Entry i is line firstLine + i. */
export const rollColumns = {
  rowNo: z.int().positive().describe('row of the uploaded file'),
  villageCode: divisionCode(),
  subjectRef: z.string().describe('parcel, machine or term; empty where the policy knows none'),
  itemCode: z.string().describe('item or level of the standard; empty where it knows none'),
  quantityMilli: milli(),
  rateFen: fen(),
  amountFen: fen(),
};

export const MATCH_FAILURES = [
  'unknown-person',
  'name-differs',
  'payee-differs',
  'no-card',
  'head-without-card',
  'guardian-without-card',
  'no-guardian',
  'closed-card',
] as const;

/**
 * A roll's chunk was matched with the register: tokens and payee for each line, or why not.
 * Read by payment (which writes the lines now) and by eligibility (which screens them).
 */
export const matchedChunk = defineEvent(
  'recipient-registry.match.v1',
  {
    kind: 'chunk',
    summary: 'A chunk of a roll was matched with the register; sent once for each rolled chunk.',
    readBy: ['payment-orchestration', 'eligibility-check', 'supervision'],
    key: (m) => chunkKey(m.chunk),
  },
  {
    chunk: chunkRef(),
    lines: columns({
      ...rollColumns,
      beneficiary: token().nullable().describe('always given for a valid identity number, known person or not'),
      household: token().nullable(),
      head: token().nullable(),
      payee: token().nullable().describe('null: the line cannot be paid, see failures'),
      payeeBasis: z.enum(['own', 'head', 'guardian']).nullable(),
      bankCode: z.string().nullable(),
      account: token().nullable(),
      birthYear: z.int().nullable(),
    }),
    failures: z.array(z.object({ line: line(), reasons: z.array(reason()).min(1) })),
    payees: sealedFor('bank-gateway'),
    listed: sealedFor('disclosure').nullable().describe('null where every page of the policy shows totals only'),
  },
);
export type MatchedChunk = EventOf<typeof matchedChunk>;

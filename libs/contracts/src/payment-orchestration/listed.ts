import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { chunkKey, chunkRef, columns, divisionCode, fen, line, milli, sealedFor, sha256 } from '../shapes';

/**
 * What a notice shows, before payment; sent for each chunk when the roll comes to its notice step, for standing and exempt notices too
 * (disclosure publishes results from it). Lists every line that is not rejected or stopped: a held line may be paid later, so it is shown.
 */
export const listedChunk = defineEvent(
  'payment-orchestration.listed.v1',
  {
    kind: 'record',
    summary: "A chunk of what a roll's notice shows.",
    readBy: ['disclosure', 'supervision'],
    key: (l) => chunkKey(l.chunk),
  },
  {
    chunk: chunkRef(),
    noticeId: z.uuid().describe('one notice for a roll revision and chain step'),
    rollDigest: sha256(),
    step: z.int().nonnegative(),
    place: z.enum(['village_board', 'web_notice']),
    level: z.enum(['village', 'township', 'county']),
    basis: z.enum(['per-batch', 'standing', 'exempt']),
    days: z.int().nonnegative(),
    lines: columns({ line: line(), villageCode: divisionCode(), quantityMilli: milli(), amountFen: fen() }),
    people: sealedFor('disclosure').nullable(),
  },
);
export type ListedChunk = EventOf<typeof listedChunk>;

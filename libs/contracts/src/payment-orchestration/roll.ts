import { defineEvent, type EventOf } from '../event';
import { chunkKey, chunkRef, columns, sealedFor, sha256 } from '../shapes';
import { rollColumns } from '../recipient-registry/match';

/** A chunk of a roll that was read whole and whose control totals agree, on its way to be matched. */
export const rolledChunk = defineEvent(
  'payment-orchestration.roll.v1',
  {
    kind: 'chunk',
    summary: 'A chunk of an uploaded roll; sent once for each chunk when the whole file was read, in one transaction.',
    readBy: ['recipient-registry'],
    key: (r) => chunkKey(r.chunk),
  },
  { chunk: chunkRef(), uploadSha256: sha256(), lines: columns(rollColumns), people: sealedFor('recipient-registry') },
);
export type RolledChunk = EventOf<typeof rolledChunk>;

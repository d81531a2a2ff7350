import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { columns, countyCode, token } from '../shapes';

/** Identities of another department's data set became tokens. */
export const tokenChunk = defineEvent(
  'recipient-registry.token.v1',
  {
    kind: 'chunk',
    summary: 'Answer to one chunk of an import; the registry sends it once.',
    readBy: ['eligibility-check'],
    key: (t) => `${t.countyCode}/${t.importId}/${t.chunkNo}`,
  },
  {
    countyCode: countyCode(),
    importId: z.uuid(),
    chunkNo: z.int().positive(),
    rows: columns({
      rowNo: z.int().positive(),
      person: token(),
      household: token().nullable(),
      nameAgrees: z.boolean().nullable().describe('null: unknown person or no name given'),
    }),
  },
);
export type TokenChunk = EventOf<typeof tokenChunk>;

/** People of the register were entered or changed, in one import or one act. */
export const personChunk = defineEvent(
  'recipient-registry.person.v1',
  {
    kind: 'record',
    summary: 'People were entered or changed in the register: tokens and villages only.',
    readBy: ['supervision'],
    key: (p) => `${p.countyCode}/${p.id}`,
  },
  {
    countyCode: countyCode(),
    id: z.uuid(),
    actor: z.string(),
    people: columns({ person: token(), villageCode: z.string() }),
  },
);

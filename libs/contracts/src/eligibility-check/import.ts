import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { columns, countyCode, sealedFor } from '../shapes';

export const DATASETS = ['deceased', 'payroll', 'land-title', 'other-subsidy'] as const;
export const dataset = () => z.enum(DATASETS);

/** Identities of another department's data set, sealed, for the registry to turn into tokens. */
export const importChunk = defineEvent(
  'eligibility-check.import.v1',
  {
    kind: 'chunk',
    summary: 'A chunk of a comparison data set was taken in; the registry answers with tokens.',
    readBy: ['recipient-registry'],
    key: (i) => `${i.countyCode}/${i.importId}/${i.chunkNo}`,
  },
  {
    countyCode: countyCode(),
    importId: z.uuid(),
    dataset: dataset(),
    chunkNo: z.int().positive(),
    blockId: z.string().describe('associated data of the sealed block'),
    rows: columns({ rowNo: z.int().positive() }),
    people: sealedFor('recipient-registry'),
  },
);
export type ImportChunk = EventOf<typeof importChunk>;

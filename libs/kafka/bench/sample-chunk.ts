import type { MatchedChunk } from '@one-card/contracts';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const column = <T>(lines: number, of: (at: number) => T): T[] => Array.from({ length: lines }, (_, at) => of(at));

/** The largest message of the payment run: what the registry says of a full chunk. */
export function matchedSample(lines = 2_000): MatchedChunk {
  return {
    chunk: {
      countyCode: '410423',
      projectId: uuidv7(),
      policyCode: 'P-1',
      policyVersionId: uuidv7(),
      batchId: uuidv7(),
      rollId: uuidv7(),
      revision: 1,
      divisionCode: '410423101',
      chunkId: uuidv7(),
      chunkNo: 1,
      chunks: 1,
      firstLine: 1,
      lines,
      amountFen: String(lines * 12_345),
      periodFrom: '2026-01-01',
      periodTo: '2026-12-31',
    },
    lines: {
      rowNo: column(lines, (at) => at + 1),
      villageCode: column(lines, (at) => `410423101${String(200 + (at % 30))}`),
      subjectRef: column(lines, () => ''),
      itemCode: column(lines, () => ''),
      quantityMilli: column(lines, (at) => 1_000 + at),
      rateFen: column(lines, () => '12345'),
      amountFen: column(lines, () => '12345'),
      beneficiary: column(lines, (at) => at + 100),
      household: column(lines, (at) => at + 100),
      head: column(lines, (at) => at + 100),
      payee: column(lines, (at) => (at % 50 === 0 ? null : at + 100)),
      payeeBasis: column(lines, () => 'own' as const),
      bankCode: column(lines, () => 'LSNSH'),
      account: column(lines, (at) => at + 7_000),
      birthYear: column(lines, (at) => 1940 + (at % 60)),
    },
    failures: [],
    payees: randomBytes(lines * 90).toString('base64'),
    listed: randomBytes(lines * 20).toString('base64'),
  };
}

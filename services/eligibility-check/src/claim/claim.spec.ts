import type { ChunkRef, MatchedChunk, PolicyVersion } from '@one-card/contracts';
import { claimsOf } from './claim.service';

const chunk = {
  countyCode: '410423',
  chunkId: 'c',
  policyCode: 'land',
  firstLine: 11,
  lines: 3,
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
} as ChunkRef;
const lines = {
  ...{ beneficiary: [1, 2, null], payee: [1, null, 3], household: [91, 92, 93], subjectRef: ['P1', 'P2', 'P3'] },
  ...{ villageCode: ['v', 'v', 'v'], quantityMilli: [100, 200, 300] },
} as unknown as MatchedChunk['lines'];
const claimed = (rules: PolicyVersion['rules']) => [...claimsOf(chunk, lines, { rules } as PolicyVersion)];

describe('claims of a chunk', () => {
  it('stand for the lines that can be paid, under their line numbers', () => {
    expect(claimed(['area-above-title-cumulative'])).toEqual([['410423', 11, 'c', 'land', 1, 91, 1, 'P1', 'v', 100, 2026 * 12, 2026 * 12 + 11]]);
  });

  it('know their household only where a rule asks for it', () => {
    expect(claimed(['same-months'])[0]?.[5]).toBeNull();
  });
});

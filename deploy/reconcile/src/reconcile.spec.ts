import { OUTCOMES, type ReconciledBatch, type ReconciledPaymentChunk, type Totals } from '@one-card/contracts';
import type { Books, Other } from './books';
import { linesThatDiffer, reconcile } from './reconcile';
import { told } from './words';

const batchId = '01990000-0000-7000-8000-000000000001';
const totals = (count: number): Totals => ({ count, amountFen: String(count * 100) });
const outcome = { ...(Object.fromEntries(OUTCOMES.map((one) => [one, totals(0)])) as ReconciledBatch['outcome']), paid: totals(4) };
const batch: ReconciledBatch = { batchId, policyCode: 'soy', entered: totals(4), outcome };
const chunk = (firstLine: number): ReconciledPaymentChunk => ({
  chunkId: `chunk-${String(firstLine)}`,
  rollId: 'roll',
  divisionCode: '410423001',
  firstLine,
  lines: 2,
  paid: totals(2),
});

/** Two chunks of two lines, paid everywhere; `change` says what is not as it should be. */
function books(change: { missing?: [Other, number]; supervised?: number; total?: [Other, number] } = {}): Books {
  const held = (other: Other) => [1, 2, 7, 8].filter((line) => !(change.missing?.[0] === other && change.missing[1] === line));
  const within = (lines: readonly number[], from: number, to: number) => lines.filter((line) => line >= from && line <= to);
  const listed = (lines: readonly number[]) => ({ line: [...lines], amountFen: lines.map(() => '100') });
  return {
    batches: async function* () {
      yield await Promise.resolve(batch);
    },
    chunks: async function* () {
      yield await Promise.resolve(chunk(1));
      yield chunk(7);
    },
    paidLines: ({ from, to }) => Promise.resolve(listed(within([1, 2, 7, 8], from, to))),
    blocks: (other, bounds) =>
      Promise.resolve(bounds.slice(0, -1).map((from, at) => totals(within(held(other), from, (bounds[at + 1] ?? 0) - 1).length))),
    lines: (other, { from, to }) => Promise.resolve(listed(within(held(other), from, to))),
    disclosedRolls: () => Promise.resolve([{ rollId: 'roll', paid: totals(4), singly: true }]),
    supervised: () => Promise.resolve(new Map([[batchId, { entered: totals(4), outcome: { ...outcome, paid: totals(change.supervised ?? 4) } }]])),
    total: (other) => Promise.resolve(totals(change.total?.[0] === other ? change.total[1] : 4)),
  };
}

describe('reconcile', () => {
  it('finds nothing where all agree', async () => {
    const found = await reconcile(books());
    expect(found).toEqual({ batches: 1, paid: totals(4), differences: [] });
    expect(told(found)).toMatch(/^1 batches agree: 4 lines, 400 fen/);
  });

  it.each(['bank-gateway', 'bank', 'disclosure'] as const)('names the line that %s does not hold', async (other) => {
    const { differences } = await reconcile(books({ missing: [other, 7] }));
    expect(differences).toMatchObject([
      { batchId, service: other, what: 'paid of chunk chunk-7', lines: [{ line: 7, payment: '100', theirs: null }] },
    ]);
  });

  it('tells what supervision counts otherwise, by outcome', async () => {
    const { differences } = await reconcile(books({ supervised: 3 }));
    expect(differences).toMatchObject([{ service: 'supervision', what: 'paid', payment: totals(4), theirs: totals(3) }]);
  });

  it('tells what somebody holds paid of no batch', async () => {
    expect((await reconcile(books({ total: ['bank', 5] }))).differences).toMatchObject([{ batchId: null, service: 'bank', theirs: totals(5) }]);
  });

  it('shows a line that was credited twice', () => {
    const twice = { line: [3, 3], amountFen: ['100', '100'] };
    expect(linesThatDiffer({ line: [3], amountFen: ['100'] }, twice)).toEqual([{ line: 3, payment: '100', theirs: '100 + 100' }]);
  });
});

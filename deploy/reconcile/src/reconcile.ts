import { OUTCOMES, type ReconciledBatch, type ReconciledLines, type ReconciledPaymentChunk, type Totals } from '@one-card/contracts';
import { type Books, type Other, OTHERS, type RollSum, type Supervised } from './books';

/** One sum that differs; of what is kept by line, with the lines that make it differ. */
export interface Difference {
  batchId: string | null;
  service: Other | 'supervision' | 'payment-orchestration';
  what: string;
  payment: Totals;
  theirs: Totals;
  lines: LineDifference[];
}
/** Amounts in fen; null where there is no such line, several where there are more than one. */
export interface LineDifference {
  line: number;
  payment: string | null;
  theirs: string | null;
}
export interface Reconciliation {
  batches: number;
  paid: Totals;
  differences: Difference[];
}

/** As many chunks as one request names. */
const CHUNKS_AT_ONCE = 250;

/** Payment against the bank-gateway, the bank's own ledger, disclosure and supervision: by batch, then by chunk, and by line where those differ. */
export async function reconcile(books: Books, only?: string): Promise<Reconciliation> {
  const supervised = await books.supervised();
  const found: Reconciliation = { batches: 0, paid: { count: 0, amountFen: '0' }, differences: [] };
  for await (const batch of books.batches()) {
    if (only !== undefined && batch.batchId !== only) continue;
    found.batches += 1;
    found.differences.push(...ofSupervision(batch, supervised.get(batch.batchId)));
    const { differences, paid } = await ofBatch(books, batch);
    found.differences.push(...differences);
    found.paid = plus(found.paid, paid);
  }
  if (only === undefined && found.differences.length === 0) found.differences.push(...(await beyondBatches(books, found.paid)));
  return found;
}

const NONE: Totals = { count: 0, amountFen: '0' };
const same = (a: Totals, b: Totals) => a.count === b.count && BigInt(a.amountFen) === BigInt(b.amountFen);
const plus = (a: Totals, b: Totals): Totals => ({ count: a.count + b.count, amountFen: String(BigInt(a.amountFen) + BigInt(b.amountFen)) });
const sum = (all: readonly Totals[]) => all.reduce(plus, NONE);

/** Supervision keeps sums, so what differs there is named by batch and outcome. */
function ofSupervision({ batchId, entered, outcome }: ReconciledBatch, theirs: Supervised | undefined): Difference[] {
  const of = (what: string, payment: Totals, other: Totals): Difference[] =>
    same(payment, other) ? [] : [{ batchId, service: 'supervision', what, payment, theirs: other, lines: [] }];
  const byOutcome = OUTCOMES.flatMap((one) => of(one, outcome[one], theirs?.outcome[one] ?? NONE));
  return [...of('entered', entered, theirs?.entered ?? NONE), ...byOutcome];
}

async function ofBatch(books: Books, batch: ReconciledBatch): Promise<{ differences: Difference[]; paid: Totals }> {
  const differences: Difference[] = [];
  const rolls = new Map((await books.disclosedRolls(batch.batchId)).map((roll) => [roll.rollId, roll]));
  const paidOfRoll = new Map<string, Totals>();
  let waiting: ReconciledPaymentChunk[] = [];
  const compare = async () => {
    for (const other of OTHERS) differences.push(...(await ofChunks(books, other, batch, comparable(other, waiting, rolls))));
    waiting = [];
  };
  for await (const chunk of books.chunks(batch.batchId)) {
    paidOfRoll.set(chunk.rollId, plus(paidOfRoll.get(chunk.rollId) ?? NONE, chunk.paid));
    waiting.push(chunk);
    if (waiting.length === CHUNKS_AT_ONCE) await compare();
  }
  if (waiting.length > 0) await compare();
  differences.push(...ofRolls(batch, paidOfRoll, rolls));
  const paid = sum([...paidOfRoll.values()]);
  const counted = batch.outcome.paid;
  if (!same(counted, paid))
    differences.push({
      batchId: batch.batchId,
      service: 'payment-orchestration',
      what: 'counters of paid lines',
      payment: paid,
      theirs: counted,
      lines: [],
    });
  return { differences, paid };
}

/** A policy that is told in totals only has no lines at disclosure. */
const comparable = (other: Other, chunks: readonly ReconciledPaymentChunk[], rolls: ReadonlyMap<string, RollSum>) =>
  other === 'disclosure' ? chunks.filter(({ rollId }) => rolls.get(rollId)?.singly === true) : chunks;

async function ofChunks(books: Books, other: Other, batch: ReconciledBatch, chunks: readonly ReconciledPaymentChunk[]): Promise<Difference[]> {
  if (chunks.length === 0) return [];
  const bounds = [...new Set(chunks.flatMap(({ firstLine, lines }) => [firstLine, firstLine + lines]))].sort((a, b) => a - b);
  const sums = await books.blocks(other, bounds, batch.policyCode);
  const differences: Difference[] = [];
  for (const chunk of chunks) {
    const theirs = sums[bounds.indexOf(chunk.firstLine)] ?? NONE;
    if (same(chunk.paid, theirs)) continue;
    const range = { from: chunk.firstLine, to: chunk.firstLine + chunk.lines - 1 };
    const lines = linesThatDiffer(await books.paidLines(range), await books.lines(other, range, batch.policyCode));
    differences.push({ batchId: batch.batchId, service: other, what: `paid of chunk ${chunk.chunkId}`, payment: chunk.paid, theirs, lines });
  }
  return differences;
}

function ofRolls({ batchId }: ReconciledBatch, paid: ReadonlyMap<string, Totals>, rolls: ReadonlyMap<string, RollSum>): Difference[] {
  return [...new Set([...paid.keys(), ...rolls.keys()])].flatMap((rollId) => {
    const [payment, theirs] = [paid.get(rollId) ?? NONE, rolls.get(rollId)?.paid ?? NONE];
    return same(payment, theirs) ? [] : [{ batchId, service: 'disclosure' as const, what: `paid of roll ${rollId}`, payment, theirs, lines: [] }];
  });
}

/** Asked only when all batches agree: what somebody holds paid of no batch at all. */
async function beyondBatches(books: Books, payment: Totals): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const service of OTHERS) {
    const theirs = await books.total(service);
    if (!same(payment, theirs)) differences.push({ batchId: null, service, what: 'paid in all', payment, theirs, lines: [] });
  }
  return differences;
}

export function linesThatDiffer(payment: ReconciledLines, theirs: ReconciledLines): LineDifference[] {
  const [ours, others] = [amountsOf(payment), amountsOf(theirs)];
  return [...new Set([...ours.keys(), ...others.keys()])]
    .sort((a, b) => a - b)
    .map((line) => ({ line, payment: ours.get(line) ?? null, theirs: others.get(line) ?? null }))
    .filter((each) => each.payment !== each.theirs);
}

function amountsOf({ line, amountFen }: ReconciledLines): Map<number, string> {
  const amounts = new Map<number, string>();
  line.forEach((each, at) => {
    const before = amounts.get(each);
    amounts.set(each, before === undefined ? (amountFen[at] ?? '0') : `${before} + ${amountFen[at] ?? '0'}`);
  });
  return amounts;
}

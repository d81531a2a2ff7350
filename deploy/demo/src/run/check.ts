import type { Report } from '@one-card/contracts';
import { api, type HitView, type LineView } from './api';
import type { Run, RunBatch } from './context';
import { inParallel } from './wait';

/** Where each planted fault has to be caught: a line's reason (entry, match, bank) or a hit's rule (screening). */
const CAUGHT_BY: Readonly<Record<string, string>> = {
  'wrong-check-digit': 'identity-check-digit',
  'amount-differs': 'amount-differs',
  'name-differs': 'name-differs',
  'head-without-card': 'head-without-card',
  'closed-card': 'closed-card',
  'same-person-in-batch': 'hit:same-months',
  'same-person-in-two-townships': 'hit:same-months',
  'months-paid-before': 'hit:same-months',
  deceased: 'hit:deceased',
  'payee-deceased': 'hit:payee-deceased',
  'exclusive-pair': 'hit:exclusive-pair',
  'area-above-title': 'hit:area-above-title',
  'area-above-title-cumulative': 'hit:area-above-title-cumulative',
  'bank-name-differs': 'name-differs',
  'bank-account-frozen': 'account-frozen',
};

/** Compares what was planted with what the services say they found, line by line. */
export async function checkPlanted(run: Run): Promise<Pick<Report, 'planted' | 'falseHits'>> {
  const found = new Map<string, Set<string>>();
  for (const batch of run.batches) await collect(run, batch, found);
  const planted: Report['planted'] = {};
  const expected = new Set<string>();
  for (const [kind, positions] of Object.entries(run.county.truth.faults)) {
    if (positions.length === 0) continue;
    for (const position of positions) expected.add(position);
    const caught = positions.filter((position) => found.get(position)?.has(CAUGHT_BY[kind] ?? kind));
    planted[kind] = { planted: positions.length, caught: caught.length };
  }
  const falseHits = [...found.keys()].filter((position) => !expected.has(position));
  for (const position of falseHits.slice(0, 5))
    run.tell(`hit though nothing was planted: ${position} ${[...(found.get(position) ?? [])].join(', ')}`);
  return { planted, falseHits: falseHits.length };
}

async function collect(run: Run, batch: RunBatch, found: Map<string, Set<string>>): Promise<void> {
  const clerk = await run.people.holding('department-clerk', { department: batch.department });
  const township = new Map([...batch.rolls].map(([code, roll]) => [roll, code]));
  const note = (line: Pick<LineView, 'rollId' | 'rowNo'>, code: string): void => {
    const position = `${batch.plan.label}/${township.get(line.rollId)}/${line.rowNo}`;
    found.set(position, (found.get(position) ?? new Set()).add(code));
  };
  const lines = new Map<number, Pick<LineView, 'rollId' | 'rowNo'>>();
  for (const outcome of ['rejected', 'bounced', 'held', 'stopped'])
    for await (const line of clerk.all<LineView>(`${api.payment}/batches/${batch.batchId}/lines?outcome=${outcome}`)) {
      lines.set(line.line, { rollId: line.rollId, rowNo: line.rowNo });
      if (outcome === 'rejected' || outcome === 'bounced') for (const { code } of line.reasons) note(line, code);
    }
  const hits: HitView[] = [];
  for await (const hit of clerk.all<HitView>(`${api.eligibility}/hits?batchId=${batch.batchId}`)) hits.push(hit);
  await inParallel(4, hits, async (hit) =>
    note(lines.get(hit.line) ?? (await clerk.get<LineView>(`${api.payment}/lines/${hit.line}`)), `hit:${hit.rule}`),
  );
}

import type { ReconciledBatch, ReconciledLines, ReconciledPaymentChunk, Totals } from '@one-card/contracts';

/** Whose books are held against payment's. */
export const OTHERS = ['bank-gateway', 'bank', 'disclosure'] as const;
export type Other = (typeof OTHERS)[number];

export interface RollSum {
  rollId: string;
  paid: Totals;
  singly: boolean;
}
export interface Supervised {
  entered: Totals;
  outcome: ReconciledBatch['outcome'];
}

/** What is asked of the services. */
export interface Books {
  batches(): AsyncIterable<ReconciledBatch>;
  chunks(batchId: string): AsyncIterable<ReconciledPaymentChunk>;
  paidLines(range: Range): Promise<ReconciledLines>;
  blocks(other: Other, bounds: readonly number[], policyCode: string): Promise<Totals[]>;
  lines(other: Other, range: Range, policyCode: string): Promise<ReconciledLines>;
  disclosedRolls(batchId: string): Promise<RollSum[]>;
  supervised(): Promise<Map<string, Supervised>>;
  /** everything that they hold paid, in whatever batch or in none */
  total(other: Other): Promise<Totals>;
}
export interface Range {
  from: number;
  to: number;
}

type Get = <T>(path: string) => Promise<T>;
interface Page<T> {
  items: T[];
  next: string | null;
}

const PATHS: Readonly<Record<Other, string>> = {
  'bank-gateway': '/api/bank-gateway',
  bank: '/api/bank-simulator',
  disclosure: '/api/disclosure',
};
const PAYMENT = '/api/payment-orchestration/reconcile';

/** Through the services' own APIs: `get` at the gateway as a supervisor, `getOfBank` at the bank itself, which is not behind the gateway. */
export function booksOf(get: Get, getOfBank: Get): Books {
  const at = (other: Other): Get => (other === 'bank' ? getOfBank : get);
  const publicity = (other: Other, policyCode: string) => (other === 'disclosure' ? `&policyCode=${encodeURIComponent(policyCode)}` : '');
  return {
    batches: () => paged<ReconciledBatch>(get, `${PAYMENT}/batches?limit=100`),
    chunks: (batchId) => paged<ReconciledPaymentChunk>(get, `${PAYMENT}/chunks?limit=250&batchId=${batchId}`),
    paidLines: ({ from, to }) => get(`${PAYMENT}/lines?from=${from}&to=${to}`),
    blocks: (other, bounds, policyCode) => at(other)(`${PATHS[other]}/reconcile/blocks?bounds=${bounds.join()}${publicity(other, policyCode)}`),
    lines: (other, { from, to }, policyCode) => at(other)(`${PATHS[other]}/reconcile/lines?from=${from}&to=${to}${publicity(other, policyCode)}`),
    disclosedRolls: (batchId) => get(`${PATHS.disclosure}/reconcile/rolls?batchId=${batchId}`),
    supervised: async () => {
      const { groups } = await get<{ groups: (Supervised & { key: string })[] }>('/api/supervision/totals?by=batch');
      return new Map(groups.map(({ key, ...sums }) => [key, sums]));
    },
    total: async (other) => {
      if (other === 'disclosure') return get<Totals>(`${PATHS.disclosure}/totals`);
      const path = other === 'bank' ? 'ledger' : 'totals';
      return (await at(other)<{ credited: Totals }>(`${PATHS[other]}/${path}`)).credited;
    },
  };
}

async function* paged<T>(get: Get, path: string): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await get(`${path}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}

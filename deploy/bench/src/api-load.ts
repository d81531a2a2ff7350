import { randomUUID } from 'node:crypto';
import { api, type Run, type Session } from '@one-card/demo';
import autocannon from 'autocannon';

const PER_SECOND = 200;
const CONNECTIONS = 20;
/** Ended by hand, when the run is. */
const LONGEST_SECONDS = 7200;

export interface ApiLatency {
  requests: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  errors: number;
  refused: number;
}

/** What people do while a run goes on: mostly looking, some writing; through the gateway, each by somebody who may. */
async function requestsOf(run: Run): Promise<autocannon.Request[]> {
  const [batch] = run.batches;
  const [roll] = run.county.rolls;
  if (!batch || !roll) throw new Error('there is no batch to look at');
  const division = roll.townshipCode;
  const { people } = run;
  const [clerk, reviewer, department, finance, supervisor] = await Promise.all([
    people.holding('township-clerk', { division }),
    people.holding('township-reviewer', { division }),
    people.holding('department-clerk', { department: batch.department }),
    people.holding('finance-reviewer'),
    people.holding('supervisor'),
  ]);
  const read = (session: Session, path: string): autocannon.Request => ({ method: 'GET', path, headers: session.headers() });
  const write = (session: Session, path: string, body: unknown): autocannon.Request => ({
    ...{ method: 'POST', path, body: JSON.stringify(body) },
    setupRequest: (request) => ({
      ...request,
      headers: { ...session.headers(), 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    }),
  });
  const [village] = await clerk.get<{ id: string }[]>(`${api.registry}/divisions?under=${division}&kind=village`);
  if (!village) throw new Error(`${division} has no village`);
  const { items } = await clerk.get<{ items: { token: string }[] }>(`${api.registry}/people?limit=5&village=${village.id}`);
  const tokens = items.map(({ token }) => token);
  const nobody = people.public();
  return [
    read(nobody, `${api.policies}/policies?limit=20`),
    read(clerk, `${api.payment}/todo`),
    read(finance, `${api.payment}/batches?limit=20`),
    read(department, `${api.payment}/batches/${batch.batchId}`),
    read(nobody, `${api.disclosure}/notices?limit=20`),
    read(reviewer, `${api.payment}/batches/${batch.batchId}/lines?limit=50`),
    read(supervisor, `${api.supervision}/totals`),
    read(nobody, `${api.disclosure}/payments/sums`),
    read(department, `${api.eligibility}/hits?batchId=${batch.batchId}&limit=50`),
    // Reading a person writes who has read them.
    write(clerk, `${api.registry}/people/names`, { tokens, purpose: '核对花名册' }),
  ];
}

/** Sends at a steady rate until it is told to stop, and then says how long the answers took. */
export async function loadApi(run: Run): Promise<() => Promise<ApiLatency>> {
  const requests = await requestsOf(run);
  let instance: autocannon.Instance | undefined;
  const done = new Promise<autocannon.Result>((resolve, reject) => {
    instance = autocannon(
      { url: run.place.gatewayUrl, connections: CONNECTIONS, overallRate: PER_SECOND, duration: LONGEST_SECONDS, requests },
      (error: unknown, result) => (error ? reject(error instanceof Error ? error : new Error(String(error))) : resolve(result)),
    );
  });
  return async () => {
    instance?.stop();
    return latencyOf(await done);
  };
}

export function latencyOf({ requests, latency, errors, non2xx }: autocannon.Result): ApiLatency {
  return {
    ...{ requests: requests.total, perSecond: Math.round(requests.average) },
    ...{ p50Ms: latency.p50, p99Ms: latency.p99, maxMs: latency.max, errors, refused: non2xx },
  };
}

import { groupLag } from '@one-card/kafka';
import { CONSUMERS, type Target } from './plan';

export interface ProcessStatus {
  readonly state: string;
  readonly pid: number | null;
  readonly port: number;
  readonly restarts: number;
}

/** The launcher's control port: which process runs, and under which number. */
export async function processesAt(controlUrl: string): Promise<Record<string, ProcessStatus>> {
  const response = await fetch(new URL('/status', controlUrl));
  const { processes } = (await response.json()) as { processes: Record<string, ProcessStatus> };
  return processes;
}

const READY_MS = 2_000;

/** The launcher says who has come up; whether a reader stands in its group, and reaches its database, it says itself. */
export async function readyAt(controlUrl: string): Promise<Record<string, ProcessStatus>> {
  const processes = await processesAt(controlUrl);
  const asked = CONSUMERS.map(async (name) => {
    const status = processes[name];
    if (status?.state === 'ready' && !(await isReady(status.port))) processes[name] = { ...status, state: 'starting' };
  });
  await Promise.all(asked);
  return processes;
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${String(port)}/health/ready`, { signal: AbortSignal.timeout(READY_MS) })).ok;
  } catch {
    return false;
  }
}

/** Ends Kafka or PostgreSQL as a power cut would; resolves when the launcher may start it again. */
export async function takeAway(controlUrl: string, target: Target, seconds: number): Promise<void> {
  const url = new URL(`/away?server=${target}&seconds=${String(seconds)}`, controlUrl);
  const response = await fetch(url, { method: 'POST', headers: { 'x-one-card-restart': 'yes' } });
  if (!response.ok) throw new Error(`${target} is not taken away: ${await response.text()}`);
}

/** Undefined while Kafka cannot tell. */
export async function lagsOf(brokers: string, groups: readonly Target[]): Promise<number | undefined> {
  try {
    const lags = await Promise.all(groups.map((group) => groupLag(brokers, group)));
    return lags.reduce((sum, { lag }) => sum + lag, 0);
  } catch {
    return undefined;
  }
}

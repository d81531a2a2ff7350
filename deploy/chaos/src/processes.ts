import { groupLag } from '@one-card/kafka';
import type { Target } from './plan';

export interface ProcessStatus {
  readonly state: string;
  readonly pid: number | null;
  readonly restarts: number;
}

/** The launcher's control port: which process runs, and under which number. */
export async function processesAt(controlUrl: string): Promise<Record<string, ProcessStatus>> {
  const response = await fetch(new URL('/status', controlUrl));
  const { processes } = (await response.json()) as { processes: Record<string, ProcessStatus> };
  return processes;
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

import { HISTORY_SERVICES, type HistoryEntry, type LineHistory, serviceHistory } from '@one-card/contracts';

/** What one service answered when it was asked for its part; status null: it did not. */
export interface Part {
  readonly service: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** A service that has not heard of the line has nothing to tell, and is not missing. */
const nothingYet = (status: number | null) => status === 404;

/** All parts in one order: by business time, and what happened at one moment in the order of the stages. */
export function gather(line: number, parts: readonly Part[]): LineHistory {
  const entries: HistoryEntry[] = [];
  const missing: LineHistory['missing'] = [];
  for (const { service, status, body } of parts) {
    const told = status === 200 ? serviceHistory.safeParse(body) : undefined;
    if (told?.success === true) entries.push(...told.data);
    else if (!nothingYet(status)) missing.push({ service, status, why: status === 403 || status === 401 ? 'not-allowed' : 'no-answer' });
  }
  const stage = new Map<string, number>(HISTORY_SERVICES.map((service, at) => [service, at]));
  const inOrder = entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (stage.get(a.service) ?? 0) - (stage.get(b.service) ?? 0));
  return { line, entries: inOrder, missing };
}

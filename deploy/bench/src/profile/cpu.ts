import { readFileSync } from 'node:fs';
import type { Place } from '@one-card/demo';
import type { Client } from 'pg';

/** Linux counts in hundredths of a second, whatever the kernel's own rate. */
const TICKS = 100;

/** CPU seconds of a process so far; with `children`, of those that have ended too. */
export function cpuSecondsOf(pid: number, children = false): number | undefined {
  try {
    return secondsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'), children);
  } catch {
    return undefined;
  }
}

/** The name stands in brackets and may hold spaces; what follows has fixed places. */
export function secondsIn(stat: string, children = false): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (at: number): number => Number(fields[at] ?? 0);
  return (ticks(11) + ticks(12) + (children ? ticks(13) + ticks(14) : 0)) / TICKS;
}

/** Busy seconds of all cores since the machine started. */
export function busySeconds(): number {
  const [, ...ticks] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] = ticks.map(Number);
  return (user + nice + system + irq + soft) / TICKS;
}

interface Seen {
  who: string;
  first: number;
  last: number;
}

/** Watches what each process spends. Backends of PostgreSQL count for the service that they serve. */
export class CpuWatch {
  private readonly seen = new Map<number, Seen>();

  constructor(
    private readonly place: Pick<Place, 'controlUrl'>,
    private readonly admin: Client,
  ) {}

  /** Those met for the first time in the first look begin there; who comes later began within the time. */
  async look(): Promise<void> {
    const beginning = this.seen.size === 0;
    for (const [pid, who] of await this.processes()) {
      const now = cpuSecondsOf(pid);
      if (now === undefined) continue;
      const before = this.seen.get(pid);
      // A backend that is just signing in has no user yet.
      if (before) Object.assign(before, { who, last: now });
      else this.seen.set(pid, { who, first: beginning ? now : 0, last: now });
    }
  }

  spent(): Record<string, number> {
    const spent: Record<string, number> = {};
    for (const { who, first, last } of this.seen.values()) spent[who] = Math.round(((spent[who] ?? 0) + last - first) * 100) / 100;
    return Object.fromEntries(Object.entries(spent).sort(([, a], [, b]) => b - a));
  }

  private async processes(): Promise<Map<number, string>> {
    const response = await fetch(new URL('/status', this.place.controlUrl));
    const { processes } = (await response.json()) as { processes: Record<string, { pid: number | null }> };
    const found = new Map<number, string>([[process.pid, 'bench']]);
    for (const [name, { pid }] of Object.entries(processes)) if (pid !== null) found.set(pid, name);
    const { rows } = await this.admin.query<{ pid: number; who: string }>(
      `SELECT pid, coalesce(CASE WHEN backend_type IN ('client backend', 'parallel worker') THEN usename END, backend_type) AS who FROM pg_stat_activity`,
    );
    for (const { pid, who } of rows) found.set(pid, `postgres: ${who.replace(/_app$/, '').replaceAll('_', '-')}`);
    return found;
  }
}

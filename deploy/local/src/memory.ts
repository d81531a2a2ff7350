import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface Memory {
  readonly rssMiB: number;
  readonly peakMiB: number;
}

const onLinux = process.platform === 'linux';

/** Resident memory of a process. Linux keeps the peak itself; elsewhere it is what sampling has seen. */
export function memoryOf(pid: number): Memory | undefined {
  if (!onLinux) return fromPs(pid);
  const status = read(`/proc/${String(pid)}/status`);
  if (status === undefined) return undefined;
  return { rssMiB: mebibytes(kilobytes(status, 'VmRSS')), peakMiB: mebibytes(kilobytes(status, 'VmHWM')) };
}

/** PostgreSQL is a family of processes that share one buffer pool, which is counted once. */
export function memoryOfFamily(pid: number): Memory | undefined {
  if (!onLinux) return fromPs(pid);
  const children = read(`/proc/${String(pid)}/task/${String(pid)}/children`) ?? '';
  const members = [pid, ...children.split(' ').filter(Boolean).map(Number)].map((member) => read(`/proc/${String(member)}/status`) ?? '');
  const own = members.reduce((sum, status) => sum + kilobytes(status, 'RssAnon'), 0);
  const shared = Math.max(...members.map((status) => kilobytes(status, 'RssShmem') + kilobytes(status, 'RssFile')));
  const rssMiB = mebibytes(own + shared);
  return { rssMiB, peakMiB: rssMiB };
}

/** When a process began, as the system tells it: a number used again for another process does not have it. */
export function startOf(pid: number): string | undefined {
  if (!onLinux) return ps(pid, 'lstart=');
  // The name stands in brackets and may hold spaces; what follows has fixed places.
  const stat = read(`/proc/${String(pid)}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Every process and the words of its command line; where the system does not tell them, none. */
export function commandLines(): { pid: number; words: string[] }[] {
  if (!onLinux) return [];
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.map((pid) => ({ pid, words: (read(`/proc/${String(pid)}/cmdline`) ?? '').split('\0') }));
}

function fromPs(pid: number): Memory | undefined {
  const rss = Number(ps(pid, 'rss='));
  return rss > 0 ? { rssMiB: mebibytes(rss), peakMiB: mebibytes(rss) } : undefined;
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function kilobytes(status: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

function mebibytes(kib: number): number {
  return Math.round(kib / 102.4) / 10;
}

import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const STATE = 0;
const STARTED = 19;

/** Of `/proc/<pid>/stat`, what follows the name, which may hold anything. */
function statOf(pid: string): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Where a process number means one process: this boot of this machine, this container. */
function place(): string {
  const parts = [hostname(), readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), readlinkSync('/proc/self/ns/pid')];
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 16);
}

/** Says which process this is, among all that ever were: `<place>.<pid>.<start>`. Undefined where the system cannot tell (not Linux). */
export function markOf(pid: number): string | undefined {
  try {
    return [place(), pid, statOf(String(pid))[STARTED]].join('.');
  } catch {
    return undefined;
  }
}

/** Whether it certainly lives no more: it was of this very place, and its number is nobody's now, or another's. A frozen process lives. */
export function isDead(mark: string): boolean {
  const [where, pid = '', started] = mark.split('.');
  if (started === undefined || !/^[1-9]\d*$/.test(pid)) return false;
  try {
    if (where !== place()) return false;
    if (isNobodys(Number(pid))) return true;
    const stat = statOf(pid);
    return stat[STARTED] !== started || ['Z', 'X'].includes(stat[STATE] ?? '');
  } catch {
    return false;
  }
}

/** Asked of the kernel: in /proc the processes of others may be hidden. */
function isNobodys(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './plan';
import type { ProcessStatus } from './processes';
import type { Recoveries } from './recovery';

const STEP_MS = 200;

export interface Strikes {
  processes(): Promise<Record<string, ProcessStatus>>;
  recoveries: Recoveries;
  /** ends a server, and keeps it from being started again for so long */
  takeAway(target: Fault['target'], seconds: number): Promise<void>;
  tell(line: string): void;
}

/** Works off the plan of faults while lines are under way; its clock stands still when none are. */
export class Injector {
  kills = 0;
  freezes = 0;
  outages = 0;
  private underWay = 0;
  private stopped = false;
  /** who is frozen or away just now */
  private readonly struck = new Map<string, number>();
  private readonly ends: Promise<void>[] = [];
  private readonly running: Promise<void>[];

  constructor(
    private readonly plan: readonly Fault[],
    private readonly strikes: Strikes,
  ) {
    this.running = [this.work(), this.watch()];
  }

  /** Kills and freezes fall only into work that is given here. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await work();
    } finally {
      this.underWay -= 1;
    }
  }

  get isDone(): boolean {
    return this.kills + this.outages === this.plan.filter(({ kind }) => kind !== 'freeze').length;
  }

  /** After the last fault: until whoever was frozen or away is there again and everybody has recovered. */
  async end(limitSeconds: number): Promise<void> {
    this.stopped = true;
    await this.running[0];
    await Promise.all(this.ends);
    for (const until = Date.now() + limitSeconds * 1000; this.strikes.recoveries.left.length > 0 && Date.now() < until;) await pause(STEP_MS);
    this.watching = false;
    await this.running[1];
  }

  /** A run that fails must not leave processes frozen that nobody can end. */
  thawAll(): void {
    for (const pid of this.struck.values()) signal(pid, 'SIGCONT');
  }

  private watching = true;

  private async watch(): Promise<void> {
    while (this.watching) {
      await this.strikes.recoveries.look().catch(() => undefined);
      await pause(STEP_MS);
    }
  }

  private async work(): Promise<void> {
    for (const fault of this.plan) {
      for (let left = fault.afterMs; left > 0;) {
        if (this.stopped) return;
        await pause(STEP_MS);
        if (this.underWay > 0) left -= STEP_MS;
      }
      while (!(await this.strike(fault))) {
        if (this.stopped) return;
        await pause(STEP_MS);
      }
    }
  }

  /** False: not now, since nothing is under way, or since it has not recovered from its last fault. */
  private async strike(fault: Fault): Promise<boolean> {
    const { target } = fault;
    if (this.underWay === 0 || this.struck.has(target) || this.strikes.recoveries.isRecovering(target)) return false;
    const status = (await this.strikes.processes())[target];
    if (status?.state !== 'ready' || status.pid === null || this.underWay === 0) return false;
    if (fault.kind === 'kill') {
      this.strikes.recoveries.struck(target, 'kill', status.pid);
      if (!signal(status.pid, 'SIGKILL')) return false;
      this.kills += 1;
      this.strikes.tell(`kill ${String(this.kills)}: ${target}`);
    } else this.lasting(fault.kind === 'freeze' ? this.freeze(target, status.pid, fault.seconds) : this.takeAway(target, status.pid, fault.seconds));
    return true;
  }

  /** What fails in it is told at the end. */
  private lasting(fault: Promise<void>): void {
    fault.catch(() => undefined);
    this.ends.push(fault);
  }

  private async takeAway(target: Fault['target'], pid: number, seconds: number): Promise<void> {
    this.struck.set(target, pid);
    this.strikes.tell(`outage: ${target} for ${String(seconds)} s`);
    await this.strikes.takeAway(target, seconds);
    this.struck.delete(target);
    this.strikes.recoveries.struck(target, 'outage', pid);
    // Counted when it is over: until then lines have to be under way.
    this.outages += 1;
  }

  private async freeze(target: Fault['target'], pid: number, seconds: number): Promise<void> {
    if (!signal(pid, 'SIGSTOP')) return;
    this.freezes += 1;
    this.struck.set(target, pid);
    this.strikes.tell(`freeze ${String(this.freezes)}: ${target} for ${String(seconds)} s`);
    await pause(seconds * 1000);
    this.struck.delete(target);
    if (signal(pid, 'SIGCONT')) this.strikes.recoveries.struck(target, 'freeze', pid);
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

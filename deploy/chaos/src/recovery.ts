import { CONSUMERS, type Fault, GROUND, type Target } from './plan';
import type { ProcessStatus } from './processes';

export interface Recovered {
  readonly target: Target;
  readonly kind: Fault['kind'];
  readonly seconds: number;
}

interface Pending {
  readonly target: Target;
  readonly kind: Fault['kind'];
  /** the process that was killed: whoever is ready now must be another */
  readonly pid: number;
  at: number;
  highestLag: number;
}

export interface Sight {
  processes(): Promise<Record<string, ProcessStatus>>;
  /** of these groups together; undefined while nobody can tell */
  lag(groups: readonly Target[]): Promise<number | undefined>;
  now(): number;
}

const isGround = (target: Target) => GROUND.some((name) => name === target);

/**
 * How long after a fault a process is ready again and the lag of its group falls (or is none). After a fault of Kafka or PostgreSQL all must be
 * ready and the lags fall; whoever was just recovering begins anew then, since what it stands on was taken away.
 */
export class Recoveries {
  readonly done: Recovered[] = [];
  private pending: Pending[] = [];

  constructor(private readonly sight: Sight) {}

  struck(target: Target, kind: Pending['kind'], pid: number): void {
    const at = this.sight.now();
    if (isGround(target)) for (const other of this.pending) other.at = at;
    this.pending.push({ target, kind, pid, at, highestLag: 0 });
  }

  isRecovering(target: Target): boolean {
    return this.pending.some((each) => each.target === target);
  }

  get left(): readonly Target[] {
    return this.pending.map(({ target }) => target);
  }

  /** Looks once at whoever is recovering. */
  async look(): Promise<void> {
    if (this.pending.length === 0) return;
    const processes = await this.sight.processes();
    for (const each of [...this.pending]) {
      if (!(await this.isBack(each, processes))) continue;
      this.pending = this.pending.filter((other) => other !== each);
      this.done.push({ target: each.target, kind: each.kind, seconds: (this.sight.now() - each.at) / 1000 });
    }
  }

  worst(kind: Pending['kind']): Recovered | undefined {
    return this.done.filter((each) => each.kind === kind).sort((a, b) => b.seconds - a.seconds)[0];
  }

  private async isBack(each: Pending, processes: Record<string, ProcessStatus>): Promise<boolean> {
    const needed = isGround(each.target) ? [...CONSUMERS, each.target] : [each.target];
    // A fault of its own that strikes meanwhile is measured by itself.
    const others = new Set(this.pending.filter((other) => other !== each).map(({ target }) => target));
    const states = needed.filter((name) => name === each.target || !others.has(name)).map((name) => processes[name]);
    const ready = states.every((status) => status?.state === 'ready') && (each.kind === 'freeze' || processes[each.target]?.pid !== each.pid);
    if (!ready) return false;
    const groups = CONSUMERS.filter((name) => needed.includes(name) && (name === each.target || !others.has(name)));
    const lag = groups.length === 0 ? 0 : await this.sight.lag(groups);
    if (lag === undefined) return false;
    if (lag === 0 || lag < each.highestLag) return true;
    each.highestLag = lag;
    return false;
  }
}

import type { Place, Stages } from '@one-card/demo';
import type { Client } from 'pg';
import { connect } from '../floor/floor';
import { busySeconds, CpuWatch } from './cpu';
import { countStatements, dearest, type Statement } from './statements';
import { Waits } from './waits';

const EVERY_MS = 500;
const MOST_STATEMENTS = 30;

export interface ProfileReport {
  stages: ReturnType<Stages['report']>;
  /** Cores busy on the whole machine, and what waited, on average over each stage. */
  during: Record<string, Record<string, number>>;
  cpuSeconds: Record<string, number>;
  statements: Statement[];
}

/** Where the time of a run goes. */
export class RunProfile {
  private readonly cpu: CpuWatch;
  private readonly waits: Waits;
  private readonly samples = new Map<string, Record<string, number>[]>();
  private busy = { seconds: busySeconds(), at: performance.now() };
  private stage = '';
  private looking?: Promise<void>;
  private ended = false;

  private constructor(
    place: Place,
    private readonly admin: Client,
  ) {
    this.cpu = new CpuWatch(place, admin);
    this.waits = new Waits(place, admin);
  }

  static async begin(place: Place, adminUrl: string): Promise<RunProfile> {
    const admin = await connect(adminUrl, 'onecard');
    await countStatements(admin);
    const profile = new RunProfile(place, admin);
    await profile.cpu.look();
    profile.looking = profile.keepLooking();
    return profile;
  }

  during(stage: string): void {
    this.stage = stage;
  }

  async end(stages: Stages): Promise<ProfileReport> {
    this.ended = true;
    await this.looking;
    await this.cpu.look();
    const statements = await dearest(this.admin, MOST_STATEMENTS);
    await this.admin.end();
    const during = Object.fromEntries([...this.samples].map(([stage, samples]) => [stage, meansOf(samples)]));
    return { stages: stages.report(), during, cpuSeconds: this.cpu.spent(), statements };
  }

  private async keepLooking(): Promise<void> {
    while (!this.ended) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      await this.cpu.look();
      const waits = await this.waits.look();
      const samples = this.samples.get(this.stage) ?? [];
      samples.push({ 'cores busy': this.busyCores(), ...waits });
      this.samples.set(this.stage, samples);
    }
  }

  private busyCores(): number {
    const now = { seconds: busySeconds(), at: performance.now() };
    const cores = ((now.seconds - this.busy.seconds) * 1000) / (now.at - this.busy.at);
    this.busy = now;
    return cores;
  }
}

export function meansOf(samples: readonly Record<string, number>[]): Record<string, number> {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample)));
  const mean = (name: string): number => samples.reduce((sum, sample) => sum + (sample[name] ?? 0), 0) / samples.length;
  return Object.fromEntries([...names].map((name) => [name, Math.round(mean(name) * 100) / 100]).filter(([, value]) => value !== 0));
}

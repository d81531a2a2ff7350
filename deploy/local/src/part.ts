/** Something that the launcher runs: a service, a helper of its own, or a server. */
export interface Part {
  readonly name: string;
  status(): PartStatus;
  start(): Promise<void>;
  stop(limitMs: number): Promise<void>;
  /** Called every second: looks how it is, and samples its memory. */
  look(): Promise<void>;
}

export type PartState = 'new' | 'starting' | 'ready' | 'waiting-to-restart' | 'stopped';

export interface PartStatus {
  readonly state: PartState;
  readonly pid: number | null;
  readonly port: number;
  readonly restarts: number;
  /** seconds from its last end until it was ready again */
  readonly lastRecoverySeconds: number | null;
  readonly worstRecoverySeconds: number | null;
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  readonly log: string;
}

export type Say = (sentence: string) => void;

const LONGEST_WAIT_MS = 15_000;

/** Half a second, then twice as long each time, at most a quarter of a minute. */
export function backOffMs(failuresInARow: number): number {
  return Math.min(500 * 2 ** Math.max(0, failuresInARow - 1), LONGEST_WAIT_MS);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What is counted alike for every part. */
export class PartRecord {
  state: PartState = 'new';
  pid: number | null = null;
  restarts = 0;
  failuresInARow = 0;
  rssMiB = 0;
  peakRssMiB = 0;
  private endedAt?: number;
  private readyAt?: number;
  private lastRecovery: number | null = null;
  private worstRecovery: number | null = null;

  constructor(
    readonly name: string,
    readonly port: number,
    readonly log: string,
  ) {}

  began(pid: number | null): void {
    this.pid = pid;
    this.state = 'starting';
  }

  isReady(): void {
    this.state = 'ready';
    this.readyAt = Date.now();
    if (this.endedAt === undefined) return;
    this.lastRecovery = (Date.now() - this.endedAt) / 1000;
    this.worstRecovery = Math.max(this.worstRecovery ?? 0, this.lastRecovery);
    this.endedAt = undefined;
  }

  /** How long to wait before the next start. A part that had been ready for a while begins the back-off anew. */
  ended(): number {
    if (this.readyAt !== undefined && Date.now() - this.readyAt > 30_000) this.failuresInARow = 0;
    this.failuresInARow += 1;
    this.readyAt = undefined;
    this.endedAt ??= Date.now();
    this.pid = null;
    this.state = 'waiting-to-restart';
    return backOffMs(this.failuresInARow);
  }

  stopped(): void {
    this.pid = null;
    this.state = 'stopped';
  }

  sampled(memory: { rssMiB: number; peakMiB: number } | undefined): void {
    if (memory === undefined) return;
    this.rssMiB = memory.rssMiB;
    this.peakRssMiB = Math.max(this.peakRssMiB, memory.peakMiB);
  }

  status(): PartStatus {
    const { state, pid, port, restarts, rssMiB, peakRssMiB, log } = this;
    return { state, pid, port, restarts, lastRecoverySeconds: this.lastRecovery, worstRecoverySeconds: this.worstRecovery, rssMiB, peakRssMiB, log };
  }
}

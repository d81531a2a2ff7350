import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lastWordsOf } from './last-words';
import { memoryOf } from './memory';
import { type Part, PartRecord, type PartStatus, pause, type Say } from './part';
import { Trouble } from './trouble';

/** The bundle of a service. */
export const built = (name: string): string => join('dist', name, 'main.js');

export interface ProgramOptions {
  readonly name: string;
  /** built file and arguments */
  readonly args: readonly string[];
  /** of Node itself */
  readonly nodeArgs?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  readonly log: string;
  /** address that answers 200 when the program does its work; one without it is ready at once */
  readonly readyUrl?: string;
  readonly say: Say;
}

/** A Node program in a process of its own: started, watched, started again when it dies. */
export class Program implements Part {
  readonly name: string;
  private readonly record: PartRecord;
  private child?: ChildProcess;
  private stopping = false;
  private planned = false;
  private further: NodeJS.ProcessEnv = {};
  private restart?: NodeJS.Timeout;

  constructor(private readonly options: ProgramOptions) {
    this.name = options.name;
    this.record = new PartRecord(options.name, options.port, options.log);
  }

  status(): PartStatus {
    return this.record.status();
  }

  /** Starts it and waits until it is ready; while a platform starts, an end is final and tells why. */
  async start(): Promise<void> {
    this.spawn();
    const limit = Date.now() + 90_000;
    while (!(await this.isReady())) {
      if (this.record.failuresInARow > 2)
        throw new Trouble(`${this.name} does not start. Its log ${this.options.log} says:\n${lastWordsOf(this.options.log)}`);
      if (Date.now() > limit)
        throw new Trouble(`${this.name} was not ready after 90 seconds. Its log ${this.options.log} says:\n${lastWordsOf(this.options.log)}`);
      if (this.stopping) return;
      await pause(100);
    }
    this.record.isReady();
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restart);
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), limitMs);
      await ended;
      clearTimeout(insist);
    }
    this.record.stopped();
  }

  /** Lets it finish what it does, and starts it again at once: no fault, and no back-off. */
  async restartNow(limitMs = 12_000): Promise<void> {
    await this.rest(limitMs);
    await this.wake();
  }

  /** Lets it finish what it does and leaves it ended, until it is woken. */
  async rest(limitMs = 12_000): Promise<void> {
    const { child } = this;
    if (this.stopping || child?.exitCode !== null || child.signalCode !== null) throw new Trouble(`${this.name} does not run`);
    this.planned = true;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), limitMs);
    await ended;
    clearTimeout(insist);
    this.record.stopped();
  }

  /** Starts it again after its rest, with these variables beside its own. */
  async wake(further: NodeJS.ProcessEnv = this.further): Promise<void> {
    if (!this.planned) throw new Trouble(`${this.name} is not at rest`);
    this.further = further;
    this.planned = false;
    await this.start();
  }

  async look(): Promise<void> {
    if (this.record.pid !== null) this.record.sampled(memoryOf(this.record.pid));
    if (this.record.state === 'starting' && this.record.restarts > 0 && (await this.isReady())) {
      this.record.isReady();
      this.options.say(`${this.name} is ready again.`);
    }
  }

  private spawn(): void {
    const { args, env, log, nodeArgs = [] } = this.options;
    const file = openSync(log, 'a');
    // In a process group of its own, so that Ctrl-C reaches only the launcher, which stops things in order.
    const child = spawn(process.execPath, ['--enable-source-maps', '-r', resolve('deploy/local/leash.cjs'), ...nodeArgs, ...args], {
      env: { ...env, ...this.further },
      detached: true,
      stdio: ['ignore', file, file, 'ipc'],
    });
    closeSync(file);
    this.child = child;
    this.record.began(child.pid ?? null);
    child.on('error', (error) => this.options.say(`${this.name}: ${error.message}`));
    child.on('exit', (code, signal) => this.ended(signal ?? `code ${String(code)}`));
  }

  private ended(how: string): void {
    if (this.stopping || this.planned) return;
    const wait = this.record.ended();
    this.options.say(`${this.name} ended (${how}); starting it again in ${String(wait / 1000)} s. Its log: ${this.options.log}`);
    this.restart = setTimeout(() => {
      this.record.restarts += 1;
      this.spawn();
    }, wait);
  }

  private async isReady(): Promise<boolean> {
    if (this.record.state !== 'starting') return false;
    if (this.options.readyUrl === undefined) return true;
    try {
      const pid = this.record.pid;
      const { status } = await fetch(this.options.readyUrl, { signal: AbortSignal.timeout(2_000) });
      return status === 200 && pid === this.record.pid;
    } catch {
      return false;
    }
  }
}

/** Runs a program of ours to its end, as for migrations. */
export async function runToEnd(name: string, args: readonly string[], env: NodeJS.ProcessEnv, log: string): Promise<void> {
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, ['--enable-source-maps', ...args], { env, stdio: ['ignore', file, file] });
  closeSync(file);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  throw new Trouble(`${name} failed. Its log ${log} says:\n${lastWordsOf(log)}`);
}

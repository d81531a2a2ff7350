import { setImmediate as immediate } from 'node:timers/promises';
import type { Client } from 'pg';
import { connectionLost, current, type Step, Task, type UnderWay } from './task';

/** Looked at again after this. Longer than the server's deadlock_timeout (1 ms), so that what looks blocked is no deadlock. */
const LOOK_MS = 3;
const STUCK_MS = 60_000;
/** What lets locks go. Nobody waits for a statement of no transaction: it is over before another begins. */
const RELEASES = /^(COMMIT|ROLLBACK)/;
/** These are given in the order in which they were asked for. */
const QUEUED = /pg_advisory/;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Lets one task at a time take one step, and waits until all is still again: then the order of steps, and with it all that follows, is the
 * schedule's alone. A statement that waits for a lock of a suspended transaction is found by asking the server.
 */
export class Scheduler {
  readonly tasks = new Set<Task>();
  /** connections that are just being made, which no task shows */
  connecting = 0;
  private wake: (() => void) | undefined;

  constructor(private readonly monitor: Client) {}

  start(name: string, service: string, work: () => Promise<unknown>): Task {
    const task = new Task(name, service);
    this.tasks.add(task);
    void current.run(task, async () => {
      try {
        await work();
      } catch (error) {
        task.error = error;
      }
      task.ended = true;
      this.tasks.delete(task);
      this.notify();
    });
    return task;
  }

  /** Called by whatever a task does: goes on when the task is given its turn. */
  turn<T>(task: Task, what: string, run: () => Promise<T>, backend?: () => number | undefined): Promise<T> {
    if (task.dead) return /^ROLLBACK/.test(what) ? run().finally(() => this.released()) : Promise.reject(connectionLost());
    return new Promise<T>((resolve, reject) => {
      const step: Step = { what, run, backend, resolve: (value) => resolve(value as T), reject };
      task.waiting.push(step);
      this.notify();
    });
  }

  /** A place where others may come in between, that does nothing itself. */
  pause(what: string): Promise<void> {
    const task = current.getStore();
    return task === undefined ? Promise.resolve() : this.turn(task, what, () => Promise.resolve());
  }

  /** One step; `loses` kills the task when the step is done and before it hears so. Gives what was done, with how many rows came of it. */
  async step(task: Task, { loses = false } = {}): Promise<string> {
    const step = task.waiting.shift();
    if (step === undefined) throw new Error(`${task.name} has nothing to do`);
    const outcome = { said: 'waits' };
    task.underWay = { what: step.what, backend: step.backend?.(), since: performance.now(), sightings: 0, waitsFor: [], cancelled: false };
    if (loses) task.dead = true;
    void this.perform(task, step, loses, outcome);
    await this.still();
    return outcome.said;
  }

  private async perform(task: Task, step: Step, loses: boolean, outcome: { said: string }): Promise<void> {
    try {
      const value = await step.run();
      outcome.said = rowsOf(value);
      this.over(task);
      if (RELEASES.test(step.what)) this.released();
      if (loses) step.reject(connectionLost());
      else step.resolve(value);
    } catch (error) {
      outcome.said = `fails: ${codeOf(error)}`;
      this.over(task);
      step.reject(error);
    }
  }

  /** Only now, when they are let go: who was looked at a moment before would be taken for blocked still. */
  private released(): void {
    for (const task of this.tasks) if (task.blocked) this.lookAgain(task);
  }

  private over(task: Task): void {
    task.underWay = undefined;
    task.blocked = false;
    this.notify();
  }

  /** Its process is gone, and its connections with it. */
  async kill(task: Task): Promise<void> {
    task.dead = true;
    for (const step of task.waiting.splice(0)) step.reject(connectionLost());
    if (task.blocked && task.underWay?.backend !== undefined) {
      task.blocked = false;
      await this.cancel(task.underWay);
    }
    await this.still(true);
  }

  /** Waits until every task has ended, waits for its turn, or waits for a lock. */
  async still(released = false): Promise<void> {
    if (released) this.released();
    const began = performance.now();
    for (;;) {
      await immediate();
      await immediate();
      const restless = [...this.tasks].filter((task) => !task.isStill);
      if (restless.length === 0 && this.connecting === 0) return;
      await this.change();
      for (const task of restless) await this.look(task);
      if (performance.now() - began > STUCK_MS)
        throw new Error(`stuck: ${restless.map(({ name, underWay }) => `${name} (${underWay?.what ?? '?'})`).join(', ')}`);
    }
  }

  /** A lock may just have been let go: blocked until that is seen again. */
  private lookAgain(task: Task): void {
    task.blocked = false;
    if (task.underWay !== undefined) task.underWay.sightings = 1;
  }

  private async look(task: Task): Promise<void> {
    const { underWay } = task;
    if (underWay?.backend === undefined || (underWay.sightings === 0 && performance.now() - underWay.since < LOOK_MS)) return;
    const { rows } = await this.monitor.query<{ by: number[] }>({
      name: 'who blocks',
      text: 'SELECT pg_blocking_pids($1) AS by',
      values: [underWay.backend],
    });
    if (task.underWay !== underWay || underWay.cancelled) return;
    underWay.waitsFor = rows[0]?.by ?? [];
    underWay.sightings = underWay.waitsFor.length > 0 ? underWay.sightings + 1 : 0;
    if (underWay.sightings < 2) return;
    if (this.wouldRace(underWay)) await this.cancel(underWay);
    else task.blocked = true;
  }

  /** Two who wait for one row are let go together, and which of them is first is nobody's to say: the second gives up, as at a time-out. */
  private wouldRace({ what, waitsFor }: UnderWay): boolean {
    if (QUEUED.test(what)) return false;
    const others = [...this.tasks].flatMap(({ blocked, underWay }) =>
      blocked && underWay !== undefined ? [underWay.backend, ...underWay.waitsFor] : [],
    );
    return waitsFor.some((backend) => others.includes(backend));
  }

  private async cancel(underWay: UnderWay): Promise<void> {
    underWay.cancelled = true;
    await this.monitor.query('SELECT pg_cancel_backend($1)', [underWay.backend]);
  }

  private notify(): void {
    this.wake?.();
  }

  private async change(): Promise<void> {
    await Promise.race([new Promise<void>((resolve) => (this.wake = resolve)), sleep(LOOK_MS)]);
    this.wake = undefined;
  }
}

function rowsOf(value: unknown): string {
  const count = typeof value === 'object' && value !== null && 'rowCount' in value ? value.rowCount : undefined;
  return typeof count === 'number' ? String(count) : 'done';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 80);
}

import { createHash, type Hash } from 'node:crypto';
import { carry } from '@one-card/kafka';
import type { WorkLoop } from '@one-card/service';
import { type Deliver, type Reading } from './member';
import type { Platform, Running } from './platform';
import type { Random } from './random';
import type { Task } from './task';
import { TASKS_AT_ONCE } from './wiring';

/** Something that may happen next. */
interface Choice {
  readonly weight: number;
  readonly happens: () => Promise<void>;
}

/** What goes wrong, and how often at most: a world where everything fails for ever proves nothing. */
export interface Faults {
  /** services killed, and with them all that they are doing */
  kills: number;
  /** single connections lost */
  losses: number;
  /** commits that were done, and whose answer never came */
  lostCommits: number;
  /** times that the clock goes on while other things are under way */
  leaps: number;
}

export interface ScheduleOptions {
  readonly faults: Faults;
  readonly deliver: Deliver;
  /** somebody who might do something; false when nobody has anything to do */
  readonly people: (() => Promise<boolean>) | undefined;
  /** looks at everything after a commit; throws when something is broken */
  readonly check: ((service: string) => Promise<void>) | undefined;
}

const PEOPLE_AT_ONCE = 3;
/** Small messages share a transaction, as the reader of production lets them. */
const GROUP = 6;
/** Less than that of a step: messages gather meanwhile, and are handled together. */
const DELIVERY_WEIGHT = 0.7;
const TRACE_KEPT = 2_000;
/** Long enough now and then for a bank to be asked again, never for a deadline in days. */
const LEAPS = ['1 second', '1 minute', '31 minutes'] as const;
export const PEOPLE = 'people';

/** One run of everything, decided step by step by one stream of chance. */
export class Schedule {
  readonly trace: string[] = [];
  steps = 0;
  private readonly hash: Hash = createHash('sha256');
  private readonly relays = new Set<string>();
  private readonly loops = new Set<WorkLoop>();
  private readonly committed = new Set<string>();
  private peopleDue = true;
  private serial = 0;

  constructor(
    private readonly platform: Platform,
    private readonly random: Random,
    private readonly options: ScheduleOptions,
  ) {
    platform.onCommit = (service) => this.heard(service);
    platform.onPublish = (service) => this.relays.add(service);
    this.everythingDue();
  }

  get traceHash(): string {
    return this.hash.copy().digest('hex');
  }

  /** Until nothing can happen any more by itself. */
  async untilIdle(limit = 60_000): Promise<void> {
    for (let left = limit; left > 0; left--) {
      const choices = await this.choicesNow();
      if (choices.length === 0) return;
      await this.random.weighted(choices).happens();
      await this.checkCommitted();
    }
    throw new Error(`${String(limit)} steps were not enough`);
  }

  /** Whoever looks by the clock looks now. */
  everythingDue(): void {
    this.peopleDue = true;
    for (const { name, loops, member } of this.platform.services.values()) {
      this.relays.add(name);
      for (const loop of loops) this.loops.add(loop);
      member.wake();
    }
  }

  say(line: string): void {
    this.hash.update(`${line}\n`);
    this.trace.push(`${String(this.steps).padStart(5)} ${line}`);
    if (this.trace.length > TRACE_KEPT) this.trace.shift();
  }

  /** A person's act, or anything else of no service's own. */
  start(name: string, service: string, work: () => Promise<unknown>): void {
    this.say(`start ${name}`);
    this.platform.scheduler.start(`${name}#${String(++this.serial)}`, service, async () => {
      try {
        await work();
      } catch (error) {
        this.say(`${name} fails: ${error instanceof Error ? error.message.slice(0, 100) : String(error)}`);
      }
    });
  }

  private heard(service: string): void {
    this.committed.add(service);
    this.platform.of(service).member.wake();
    this.peopleDue = true;
  }

  private async checkCommitted(): Promise<void> {
    for (const service of [...this.committed]) {
      this.committed.delete(service);
      await this.options.check?.(service);
    }
  }

  private async choicesNow(): Promise<Choice[]> {
    const choices = this.choices();
    if (choices.length > 0 || this.platform.scheduler.tasks.size === 0) return choices;
    await this.platform.scheduler.still(true);
    return this.choices();
  }

  private choices(): Choice[] {
    const { scheduler } = this.platform;
    const tasks = [...scheduler.tasks];
    const steps = tasks.filter((task) => task.canStep).map((task) => ({ weight: 4, happens: () => this.step(task) }));
    const begins = [...this.platform.services.values()].flatMap((running) =>
      this.beginnings(
        running,
        tasks.filter(({ service }) => service === running.name),
      ),
    );
    return [...steps, ...begins, ...this.peoples(tasks), ...this.faulty(tasks, steps.length + begins.length)];
  }

  private beginnings(running: Running, tasks: readonly Task[]): Choice[] {
    const { name, member, loops } = running;
    const commits = member.uncommitted().map((reading) => ({ weight: 0.5, happens: () => this.commitOffset(name, running, reading) }));
    if (tasks.length >= TASKS_AT_ONCE) return commits;
    const busy = (what: string): boolean => tasks.some((task) => task.name.startsWith(`${name} ${what}#`));
    const deliveries = member.ready().map((reading) => ({ weight: DELIVERY_WEIGHT, happens: () => this.handle(running, reading) }));
    const due = loops
      .filter((loop) => (loop.isNudged || this.loops.has(loop)) && !busy(loop.name))
      .map((loop) => ({ weight: 1.5, happens: () => this.work(running, loop) }));
    const relay = this.relays.has(name) && !busy('relay') ? [{ weight: 3, happens: () => this.relay(running) }] : [];
    return [...deliveries, ...due, ...relay, ...commits];
  }

  private peoples(tasks: readonly Task[]): Choice[] {
    const { people } = this.options;
    if (people === undefined || !this.peopleDue || tasks.filter(({ name }) => name.startsWith(PEOPLE)).length >= PEOPLE_AT_ONCE) return [];
    const happens = async (): Promise<void> => {
      this.peopleDue = await people();
      await this.platform.scheduler.still();
    };
    return [{ weight: 2, happens }];
  }

  private faulty(tasks: readonly Task[], others: number): Choice[] {
    const { faults } = this.options;
    const faultsNow: Choice[] = [];
    if (others === 0) return faultsNow;
    if (faults.leaps > 0) faultsNow.push({ weight: 0.08, happens: () => this.leap() });
    const alive = tasks.filter(({ name, dead }) => !dead && !name.startsWith(PEOPLE));
    // One that does nothing now would hardly notice.
    if (faults.kills > 0 && alive.length > 0) faultsNow.push({ weight: 0.06, happens: () => this.killService(this.random.pick(alive).service) });
    if (faults.losses > 0 && alive.length > 0) faultsNow.push({ weight: 0.06, happens: () => this.loseConnection(this.random.pick(alive)) });
    return faultsNow;
  }

  private async step(task: Task): Promise<void> {
    const { faults } = this.options;
    const what = task.waiting[0]?.what ?? '';
    const loses = faults.lostCommits > 0 && what === 'COMMIT' && !task.name.startsWith(PEOPLE) && this.random.chance(0.02);
    if (loses) faults.lostCommits -= 1;
    this.steps += 1;
    const said = await this.platform.scheduler.step(task, { loses });
    this.say(`${task.name}: ${what} → ${said}${loses ? ', and its answer is lost' : ''}`);
  }

  private async handle(running: Running, reading: Reading): Promise<void> {
    const { name, member } = running;
    const { topic, partition, position } = reading;
    const most = this.random.chance(0.5) ? 1 : this.random.int(2, GROUP);
    this.start(`${name} ← ${topic}/${String(partition)} ${String(position)}`, name, () => member.handle(reading, most, this.options.deliver));
    await this.platform.scheduler.still();
  }

  private async work(running: Running, loop: WorkLoop): Promise<void> {
    this.loops.delete(loop);
    this.start(`${running.name} ${loop.name}`, running.name, async () => {
      if (await loop.work()) this.loops.add(loop);
      await running.errandsOf(loop);
    });
    await this.platform.scheduler.still();
  }

  private async relay({ name, relay }: Running): Promise<void> {
    this.relays.delete(name);
    this.start(`${name} relay`, name, async () => {
      const sent = await carry(relay, async (rows) => {
        for (const row of rows) this.platform.topics.append(name, row);
        this.say(`${name} sent ${rows.map(({ topic, key }) => `${topic} ${key}`).join(', ')}`);
      });
      if (sent > 0) this.relays.add(name);
    });
    await this.platform.scheduler.still();
  }

  private commitOffset(name: string, { member }: Running, reading: Reading): Promise<void> {
    this.say(`${name} commits ${reading.topic}/${String(reading.partition)} ${String(reading.position)}`);
    member.commit(reading);
    return Promise.resolve();
  }

  private async killService(name: string): Promise<void> {
    this.options.faults.kills -= 1;
    this.say(`kill ${name}`);
    const { scheduler } = this.platform;
    for (const task of [...scheduler.tasks]) if (task.service === name) await scheduler.kill(task);
    this.platform.of(name).member.restart();
    this.relays.add(name);
    this.heard(name);
  }

  private async leap(): Promise<void> {
    this.options.faults.leaps -= 1;
    await this.passTime(this.random.pick(LEAPS));
    this.everythingDue();
  }

  async passTime(interval: string): Promise<void> {
    this.say(`time passes: ${interval}`);
    await this.platform.storage.look.query('UPDATE sim.clock SET now = now + $1::interval', [interval]);
  }

  private async loseConnection(task: Task): Promise<void> {
    this.options.faults.losses -= 1;
    this.say(`connection lost: ${task.name}`);
    await this.platform.scheduler.kill(task);
    this.heard(task.service);
  }
}

import { Broken, demandAlways, demandAtEnd, unsettled } from './invariants';
import { People, type Scene } from './acts';
import { beginIds } from './ids';
import type { Deliver } from './member';
import type { Platform } from './platform';
import { properDeliver } from './deliver';
import { Random } from './random';
import { Schedule } from './schedule';

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  /** the same whenever the seed is run again */
  readonly traceHash: string;
  readonly messages: number;
  readonly ms: number;
  /** which rule broke, and how; undefined when none did */
  readonly broken: { readonly invariant: string; readonly message: string } | undefined;
  /** what was done last */
  readonly trace: readonly string[];
}

/** Ids of the set-up are below. */
const FIRST_ID = 1_000_000;
/** Times that everything may come to rest unfinished before it counts as stuck; every third passes a notice's window. */
const RESTS = 18;
const PASSING = ['1 minute', '31 minutes', '9 days'] as const;

/** Runs one seed from the kept beginning to the end of everything. */
export async function runSeed(platform: Platform, scene: Scene, seed: number, deliver: Deliver = properDeliver): Promise<SeedResult> {
  const began = performance.now();
  const random = new Random(seed);
  beginIds(FIRST_ID);
  await platform.begin(random.int(0, 1_000_000));
  await misbehave(platform, random);
  const people = new People(platform, scene, random);
  const schedule: Schedule = new Schedule(platform, random, {
    faults: { kills: random.int(0, 4), losses: random.int(0, 5), lostCommits: random.int(0, 4), leaps: random.int(0, 3) },
    deliver,
    people: () => people.begin(schedule),
    check: (service) => demandAlways(platform, service),
  });
  let broken: SeedResult['broken'];
  try {
    await toTheEnd(platform, schedule);
    await demandAtEnd(platform);
  } catch (error) {
    const invariant = error instanceof Broken ? error.invariant : 'the simulation itself';
    broken = {
      invariant,
      message: error instanceof Error ? (error instanceof Broken ? error.message : (error.stack ?? error.message)) : String(error),
    };
    await quench(platform);
  }
  const messages = [...platform.topics.all()].length;
  return { seed, steps: schedule.steps, traceHash: schedule.traceHash, messages, ms: performance.now() - began, broken, trace: schedule.trace };
}

async function toTheEnd(platform: Platform, schedule: Schedule): Promise<void> {
  let left: string[] = [];
  for (let rest = 0; rest < RESTS; rest++) {
    await schedule.untilIdle();
    // Whoever looks only by the clock has not looked yet at the first rest.
    left = rest === 0 ? ['the first rest'] : await unsettled(platform);
    if (left.length === 0) return;
    await schedule.passTime(PASSING[rest % PASSING.length] ?? '1 minute');
    schedule.everythingDue();
  }
  throw new Broken('everything settles', left);
}

/** How the bank and the network are in this seed. */
async function misbehave(platform: Platform, random: Random): Promise<void> {
  const share = (most: number): number => (random.chance(0.5) ? Math.round(random.next() * most * 100) / 100 : 0);
  const behaviour = {
    seed: random.int(1, 1_000_000),
    answerDelayMs: random.pick([0, 0, 60_000]),
    timeOutAfterWork: share(0.9),
    refuse: 0,
    answerTwice: share(1),
    answerParts: random.int(1, 3),
    shuffleParts: random.chance(0.5),
    silent: share(0.5),
    down: false,
    refund: true,
  };
  await platform.storage.look.query('UPDATE bank_simulator.behaviour SET settings = $1', [JSON.stringify(behaviour)]);
  platform.network.lose({ random, share: share(0.06) });
}

/** Ends what a broken seed leaves under way. */
async function quench(platform: Platform): Promise<void> {
  platform.network.lose(undefined);
  for (const task of [...platform.scheduler.tasks]) await platform.scheduler.kill(task).catch(() => undefined);
}

import { arrived, checkPlanted, deadLettersOf, type Run, Stages, sumsOf, walk } from '@one-card/demo';
import { booksOf, expectConserved } from './src/books';
import { forget, givenLines, yearly } from './src/given';
import { Platform } from './src/platform';

const LINES = 400;
const TOWNSHIPS = ['410423201', '410423202', '410423203'];
const FUND = { fundFen: '10337000000', areaMilli: 1_108_908_123 };

/** What is killed while a stage of the run is under way, one right after another. */
const KILLS: Readonly<Record<string, readonly string[]>> = {
  upload: ['payment-orchestration'],
  'match and check': ['recipient-registry', 'eligibility-check'],
  bank: ['bank-gateway', 'payment-orchestration', 'disclosure', 'supervision'],
};

/** Begins the work of a stage, kills, and leaves it to the platform to go on. */
class Killing extends Stages {
  readonly killed: string[] = [];
  /** Stages that were over before anything was killed. */
  readonly missed: string[] = [];

  constructor(private readonly platform: Platform) {
    super({ begin: () => undefined, end: () => undefined });
  }

  override async time<T>(name: string, lines: number, work: () => Promise<T>): Promise<T> {
    let over = false;
    const done = () => (over = true);
    const result = super.time(name, lines, work);
    result.then(done, done);
    const back: Promise<void>[] = [];
    for (const service of KILLS[name] ?? []) {
      back.push((await this.platform.kill(service))());
      this.killed.push(service);
      if (over) this.missed.push(`${name}: ${service}`);
    }
    await Promise.all(back);
    return result;
  }
}

describe('processes that are killed in the middle of a run', () => {
  let platform: Platform;
  let run: Run;
  let stages: Killing;

  beforeAll(async () => {
    platform = Platform.running();
    stages = new Killing(platform);
    // The generator plants its faults into batches of these names.
    const month = { periodFrom: '2026-10-01', periodTo: '2026-10-31' };
    const plans = [
      { ...yearly('land-fertility', 'land-fertility'), ...FUND },
      yearly('resettlement', 'resettlement'),
      { ...yearly('old-age', 'old-age'), ...month },
      { ...yearly('disabled-care', 'disabled-care'), ...month },
    ];
    run = { ...(await givenLines(platform, { suite: 'killed', townships: TOWNSHIPS, plans, lines: LINES })), stages };
    await bankBehaves({ answerParts: 3, shuffleParts: true, answerTwice: 0.5, timeOutAfterWork: 0.3 });
    await walk(run, run.batches);
    await arrived(run);
  }, 180_000);

  afterAll(async () => {
    await bankBehaves({});
    forget(run);
  });

  it('were all killed while there was work to do, and all came back', () => {
    expect({ killed: stages.killed, missed: stages.missed }).toEqual({ killed: Object.values(KILLS).flat(), missed: [] });
  });

  it('lose nothing and do nothing twice', async () => {
    const { payment, ledger, disclosed, supervised } = await sumsOf(run);
    expect(ledger).toMatchObject({ creditedTwice: 0, creditedUnordered: 0, heldFen: '0', credited: payment.outcome.paid });
    expect(disclosed).toEqual(payment.outcome.paid);
    expect(supervised).toMatchObject({ entered: payment.entered, outcome: payment.outcome });
    for (const batch of run.batches) expectConserved(await booksOf(run, batch));
  });

  it('still find every planted fault, and hit nothing else', async () => {
    const { planted, falseHits } = await checkPlanted(run);
    for (const [fault, { planted: there, caught }] of Object.entries(planted)) expect({ fault, caught }).toEqual({ fault, caught: there });
    expect(Object.keys(planted)).toEqual(expect.arrayContaining(['deceased', 'same-person-in-batch', 'bank-name-differs', 'area-above-title']));
    expect(falseHits).toBe(0);
  });

  it('leave no message unread and none given up', async () => {
    expect(await deadLettersOf(run)).toBe(0);
  });

  async function bankBehaves(behaviour: object): Promise<void> {
    const response = await fetch(`${platform.urls.bankSimulator}/api/bank-simulator/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
    expect(response.status).toBe(200);
  }
});

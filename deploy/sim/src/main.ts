import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@one-card/testing/servers';
import { type Options, readOptions, USAGE, UsageError } from './options';
import type { SeedResult } from './seed';
import { Worker } from './worker';

const TOLD_STEPS = 60;
/** Nothing of a simulation is worth a wait for the disk. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

/** A process that is told seeds and answers with what became of them. */
async function work(adminUrl: string, { mistake }: Options): Promise<void> {
  const worker = await Worker.start(adminUrl, `sim_${String(process.pid)}`);
  process.on('message', (seed: number | 'end') => {
    if (seed === 'end') void worker.stop().then(() => process.exit(0));
    else void worker.run(seed, mistake).then((result) => process.send?.(result));
  });
  process.send?.('ready');
}

/** Gives seeds to processes until all are done; with a mistake put in, until one has found it. */
function drive(options: Options, adminUrl: string, onResult: (result: SeedResult) => void): Promise<void> {
  let next = options.first;
  const end = options.first + options.seeds;
  const drain = (child: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      let found = false;
      child.on('message', (told: 'ready' | SeedResult) => {
        if (told !== 'ready') {
          onResult(told);
          found ||= told.broken !== undefined && options.mistake !== undefined;
          if (found) next = end;
        }
        child.send(next < end ? next++ : 'end');
      });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${String(code)}`))));
    });
  const children = Array.from({ length: Math.min(options.workers, options.seeds) }, () =>
    fork(__filename, process.argv.slice(2), { env: { ...process.env, SIM_WORKER: adminUrl } }),
  );
  return Promise.all(children.map(drain)).then(() => undefined);
}

function tell({ seed, broken, trace, traceHash }: SeedResult, whole: boolean): void {
  if (broken === undefined) return;
  console.log(`\nseed ${String(seed)} breaks: ${broken.message}\n${(whole ? trace : trace.slice(-TOLD_STEPS)).join('\n')}`);
  console.log(`again: npm run sim -- --seed ${String(seed)}    (trace ${traceHash.slice(0, 16)})`);
}

async function simulate(options: Options, adminUrl: string): Promise<boolean> {
  const began = performance.now();
  const failed: SeedResult[] = [];
  let [done, steps] = [0, 0];
  await drive(options, adminUrl, (result) => {
    done += 1;
    steps += result.steps;
    if (result.broken !== undefined) failed.push(result);
    tell(result, options.whole);
    if (options.seeds === 1) console.log(`seed ${String(result.seed)}: ${String(result.steps)} steps, trace ${result.traceHash}`);
    else if (done % 50 === 0)
      console.log(`${String(done)} seeds, ${String(failed.length)} broken, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${String(done)} seeds, ${String(steps)} steps, ${seconds} s: ${failed.length === 0 ? 'every invariant held' : `${String(failed.length)} broken (${failed.map(({ seed }) => seed).join(', ')})`}`,
  );
  return failed.length === 0;
}

/** A server that is given, else one of its own that forgets everything. */
async function withPostgres<T>(use: (adminUrl: string) => Promise<T>): Promise<T> {
  const given = process.env['SIM_POSTGRES_URL'];
  if (given !== undefined) return use(given);
  const folder = await mkdtemp(join(tmpdir(), 'one-card-sim-'));
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort(), settings: FORGETFUL });
  try {
    return await use(postgres.adminUrl);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const adminUrl = process.env['SIM_WORKER'];
  if (adminUrl !== undefined) return work(adminUrl, options);
  const held = await withPostgres((url) => simulate(options, url));
  process.exit(held === (options.mistake === undefined) ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error);
  process.exit(1);
});

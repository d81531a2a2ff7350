import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { composeEnv } from './compose';
import { stopRunning, runningLauncher } from './lock';
import { type Options, parseOptions, usage } from './options';
import { cloneEmpty } from './floor';
import { Platform, type WhenMigrated } from './platform';
import { reconcileEnv } from './reconcile';
import { replayEnv } from './replay';
import { askForRestart } from './restarts';
import { statusIn } from './status';
import { ownEnvironment } from './environment';
import { Secrets } from './secrets';
import { sentenceOf, Trouble } from './trouble';

const say = (sentence: string): void => console.log(sentence);

type Verb = (args: readonly string[]) => Promise<number>;

const verbs: Readonly<Record<string, Verb>> = { start, demo, bench, chaos, replay, stop, reset, reconcile, restart, 'docker-env': dockerEnv };

async function start(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) return told();
  return whileRunning(options, (platform) => {
    welcome(platform);
    return undefined;
  });
}

async function demo(args: readonly string[]): Promise<number> {
  return fromEmpty('demo', args);
}

async function chaos(args: readonly string[]): Promise<number> {
  return fromEmpty('chaos', args);
}

/** The bench writes its floor into copies of the empty databases; what Node sampled is read when the services have ended. */
async function bench(args: readonly string[]): Promise<number> {
  const { state, cpuProfile } = parseOptions(separate(args)[0]);
  const code = await fromEmpty('bench', args, cloneEmpty);
  if (code === 0 && cpuProfile.length > 0) return runDemo(join('dist', 'bench', 'main.js'), ['--functions', join(state, 'profiles')], {});
  return code;
}

/** What `npm run demo`, `npm run bench` or `npm run chaos` understands beyond the launcher's options goes on to that program. */
async function fromEmpty(name: 'demo' | 'bench' | 'chaos', args: readonly string[], whenMigrated?: WhenMigrated): Promise<number> {
  const program = join('dist', name, 'main.js');
  if (!existsSync(program)) throw new Trouble(`There is no ${name} in this build (deploy/${name}).`);
  const [own, rest] = separate(args);
  if (rest.includes('--help') || rest.includes('-h')) return runDemo(program, ['--help'], {});
  const wrong = await runDemo(program, rest, { ONLY_CHECK_OPTIONS: 'yes' });
  if (wrong !== 0) return wrong;
  const options = parseOptions(own);
  if ((await runningLauncher(options.state)) !== undefined)
    throw new Trouble(`A platform is running: stop it with npm run stop. The ${name} starts from an empty one.`);
  await empty(options.state);
  return whileRunning(
    options,
    async (platform) => {
      const code = await runDemo(program, rest, demoEnv(platform));
      if (rest.includes('--exit') || code !== 0) return code;
      welcome(platform);
      return undefined;
    },
    whenMigrated,
  );
}

/** Forgets the last run. The platform of the flow suites and the secrets of Docker's volumes are not its own. */
async function empty(state: string): Promise<void> {
  const others = ['flow', 'docker'];
  for (const name of existsSync(state) ? readdirSync(state) : []) {
    if (!others.includes(name)) await rm(join(state, name), { recursive: true, force: true });
  }
}

async function stop(args: readonly string[]): Promise<number> {
  const { state } = parseOptions(args);
  say((await stopRunning(state)) ? 'The platform has stopped.' : 'No platform is running.');
  return 0;
}

async function reset(args: readonly string[]): Promise<number> {
  const { state } = parseOptions(args);
  for (const each of [state, join(state, 'flow')]) await stopRunning(each);
  await rm(state, { recursive: true, force: true });
  say(`${state} is deleted: the next start begins from nothing.`);
  return 0;
}

/** Asks the platform that runs here, unless another is named. */
async function reconcile(args: readonly string[]): Promise<number> {
  const [own, rest] = separate(args);
  return runDemo(join('dist', 'reconcile', 'main.js'), rest, await reconcileEnv(parseOptions(own).state));
}

/** Of a finished run, whose platform still runs here. */
async function replay(args: readonly string[]): Promise<number> {
  const [own, rest] = separate(args);
  if (rest.includes('--help')) return runDemo(join('dist', 'replay', 'main.js'), ['--help'], {});
  return runDemo(join('dist', 'replay', 'main.js'), rest, await replayEnv(parseOptions(own).state));
}

/** A rolling restart of a platform that runs: see Restarts. */
async function restart(args: readonly string[]): Promise<number> {
  const [own, [name, ...more]] = separate(args);
  if (name === undefined || more.length > 0)
    throw new Trouble('Which service? npm run restart -- payment-orchestration, or npm run restart -- --all');
  const { urls } = await statusIn(parseOptions(own).state);
  return askForRestart(`${urls.control ?? ''}/restart`, name, say);
}

/** The secrets that docker-compose.yml asks for, made once and kept where only their owner reads them. */
async function dockerEnv(args: readonly string[]): Promise<number> {
  const folder = join(parseOptions(args).state, 'docker');
  const secrets = await Secrets.open(join(folder, 'secrets.json'));
  const file = join(folder, 'compose.env');
  const text = await composeEnv(secrets);
  await secrets.save();
  await writeFile(file, text, { mode: 0o600 });
  say(`Written: ${file}. Now: docker compose --env-file ${relative('.', file)} up --build`);
  say(`Sign in at http://127.0.0.1:8080/login; every demo person has the password ${secrets.demoPassword()}`);
  return 0;
}

function told(): number {
  say(usage);
  return 0;
}

/** Starts a platform, does the work, and stops it: when the work gives an exit code, on Ctrl-C, or when something fails. */
async function whileRunning(
  options: Options,
  work: (platform: Platform) => number | undefined | Promise<number | undefined>,
  whenMigrated?: WhenMigrated,
): Promise<number> {
  const asked = untilAskedToStop();
  const platform = await Platform.prepare(options, say, whenMigrated);
  try {
    say('Starting PostgreSQL, Kafka and the services …');
    const began = Date.now();
    const working = (async () => {
      await platform.start();
      say(`The platform is ready after ${((Date.now() - began) / 1000).toFixed(1)} s.`);
      return (await work(platform)) ?? (await asked);
    })();
    return await Promise.race([working, asked, platform.failure, untilUnexpected()]);
  } finally {
    demoRunning?.kill();
    say('Stopping …');
    await platform.stop();
    say('Stopped; nothing is left running.');
  }
}

/** Ctrl-C asks once; a second one does not wait for anything. The next start ends what that leaves behind. */
function untilAskedToStop(): Promise<number> {
  return new Promise((resolve) => {
    let times = 0;
    for (const [signal, code] of [
      ['SIGINT', 0],
      ['SIGTERM', 0],
      ['SIGHUP', 0],
    ] as const) {
      process.on(signal, () => {
        times += 1;
        if (times > 1) process.exit(130);
        resolve(code);
      });
    }
  });
}

/** A fault of the launcher itself must not leave processes behind. */
function untilUnexpected(): Promise<never> {
  return new Promise((_, reject) => {
    process.on('uncaughtException', reject).on('unhandledRejection', reject);
  });
}

let demoRunning: ReturnType<typeof spawn> | undefined;

async function runDemo(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  demoRunning = spawn(process.execPath, ['--enable-source-maps', program, ...args], { env: { ...ownEnvironment(), ...env }, stdio: 'inherit' });
  const [code] = (await once(demoRunning, 'exit')) as [number | null];
  return code ?? 130;
}

function demoEnv({ wiring, adminUrl }: Platform): NodeJS.ProcessEnv {
  const { state, url, ports, secrets } = wiring;
  return {
    GATEWAY_URL: url('gateway'),
    ISSUER_URL: url('issuer'),
    BANK_SIMULATOR_URL: url('bank-simulator'),
    CONTROL_URL: url('control'),
    KAFKA_BROKERS: `127.0.0.1:${String(ports.kafka)}`,
    STATE: state,
    ADMIN_URL: adminUrl,
    PERSONS: join('deploy', 'local', 'persons.json'),
    DEMO_PASSWORD: secrets.demoPassword(),
    FORCE_COLOR: process.env.FORCE_COLOR,
    TERM: process.env.TERM,
    COLUMNS: process.env.COLUMNS,
  };
}

const own = ['--port', '--replicas', '--state', '--cpu-prof'];

/** The launcher's own options and the rest. */
function separate(args: readonly string[]): [string[], string[]] {
  const [mine, rest]: [string[], string[]] = [[], []];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--free-ports' || own.some((name) => arg.startsWith(`${name}=`))) mine.push(arg);
    // Both want to know.
    else if (arg === '--profile') [mine, rest].forEach((list) => list.push(arg));
    else if (own.includes(arg)) mine.push(arg, args[(at += 1)] ?? '');
    else rest.push(arg);
  }
  return [mine, rest];
}

function welcome({ wiring }: Platform): void {
  const { url, secrets, state } = wiring;
  say(`
  ${url('gateway')}/               the public portal
  ${url('gateway')}/console/       the console; sign in e.g. as treasury-operator: every demo person has the password ${secrets.demoPassword()}
  ${url('gateway')}/api/docs       the API, browsable
  deploy/local/persons.json          who there is, and which posts they hold
  ${url('control')}/status          the processes, their memory and restarts
  ${join(state, 'logs')}/            one log a process

Ctrl-C stops it all; npm run reset forgets it all.`);
}

async function main(): Promise<number> {
  const [verb = 'start', ...args] = process.argv.slice(2);
  const run = verbs[verb];
  if (run === undefined) throw new Trouble(`There is no "${verb}".\n\n${usage}`);
  return run(args);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(process.env.ONE_CARD_DEBUG ? error : sentenceOf(error));
    process.exit(1);
  },
);

import { freePort } from '@one-card/testing/servers';
import { type Server as HttpServer } from 'node:http';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Servers, environmentOf, ownEnvironment } from './environment';
import { noteProcesses, releaseLock, takeLock } from './lock';
import { migrateAll } from './migrate';
import type { Options } from './options';
import type { Part, Say } from './part';
import { checkFolder, checkPorts } from './preflight';
import { built, Program } from './program';
import { answerAway, answerRest, answerWake } from './rests';
import { answerRestart } from './restarts';
import { Secrets } from './secrets';
import { issuerEnv, treasuryEnv } from './helpers';
import type { Server } from './server';
import { kafkaPart, postgresPart } from './servers';
import { untilSettled } from './settled';
import { bankKeysOf, type Ports, type ServiceRow, services, webs, type Wiring } from './services';
import { prepareTopics } from './topics';
import { type PlatformStatus, serveStatus, writeStatus } from './status';

/** What is to be done with the empty tables, before any service has them open. */
export type WhenMigrated = (adminUrl: string) => Promise<void>;

/** A service drains within ten seconds; whoever takes longer is killed. */
const DRAIN_MS = 11_000;

/** All processes of one local run. */
export class Platform {
  private readonly servers: Server[] = [];
  private readonly helpers: Part[] = [];
  private readonly programs: Program[] = [];
  /** Known once PostgreSQL runs. */
  adminUrl = '';
  private readonly startedAt = new Date().toISOString();
  private control?: HttpServer;
  private sampling?: NodeJS.Timeout;
  private looking: Promise<void> | undefined;
  private ready = false;
  private noted = '';
  private fail: (error: unknown) => void = () => undefined;
  /** Never resolves; rejects when the run cannot go on, as when the disk is full. */
  readonly failure = new Promise<never>((_, reject) => (this.fail = reject));

  private constructor(
    readonly wiring: Wiring,
    private readonly secrets: Secrets,
    private readonly options: Options,
    private readonly say: Say,
    private readonly whenMigrated?: WhenMigrated,
  ) {}

  /** Takes the folder for this launcher; nothing runs yet. */
  static async prepare(options: Options, say: Say, whenMigrated?: WhenMigrated): Promise<Platform> {
    await checkFolder(options.state);
    await takeLock(options.state);
    try {
      const ports = options.freePorts ? await anyPorts(options.ports) : options.ports;
      await checkPorts(ports);
      const secrets = await Secrets.open(join(options.state, 'secrets.json'));
      const url = (name: string): string => `http://127.0.0.1:${String(ports[name])}`;
      const banks = await bankKeysOf(secrets);
      return new Platform({ state: options.state, ports, secrets, url, banks }, secrets, options, say, whenMigrated);
    } catch (error) {
      await releaseLock(options.state);
      throw error;
    }
  }

  async start(): Promise<void> {
    const { state, ports } = this.wiring;
    for (const folder of ['logs', 'treasury/out', 'treasury/in']) await mkdir(join(state, folder), { recursive: true });
    this.control = await serveStatus(ports.control ?? 0, () => this.status(), {
      '/restart': (request, response) => void answerRestart(request, response, this.programs),
      '/rest': (request, response) => void answerRest(request, response, this.services()),
      '/away': (request, response) => void answerAway(request, response, this.servers),
      '/wake': (request, response) => void answerWake(request, response, this.services()),
    });
    this.sampling = setInterval(() => void this.look().catch(this.fail), 1_000);
    const present = services.filter(({ name }) => existsSync(built(name)));
    const [servers] = await Promise.all([this.startServers(present), this.startHelpers(), this.startWebs()]);
    await this.startServices(present, servers);
    this.ready = true;
    await this.look();
  }

  status(): PlatformStatus {
    const { state, url, ports } = this.wiring;
    const kafka = `127.0.0.1:${String(ports.kafka)}`;
    const urls = { gateway: url('gateway'), issuer: url('issuer'), control: url('control'), bankSimulator: url('bank-simulator'), kafka };
    const processes = Object.fromEntries(this.parts().map((part) => [part.name, part.status()]));
    const { ready, startedAt } = this;
    return { format: 'one-card.status.v1', launcherPid: process.pid, startedAt, ready, state, urls, processes };
  }

  /** In order: nobody new comes in, the services finish what they do, and only then their servers end. */
  async stop(): Promise<void> {
    clearInterval(this.sampling);
    await this.looking?.catch(() => undefined);
    this.ready = false;
    const gateway = this.programs.filter(({ name }) => name === 'gateway');
    await Promise.all(gateway.map((part) => part.stop(DRAIN_MS)));
    await Promise.all([...this.programs, ...this.helpers].map((part) => part.stop(DRAIN_MS)));
    await Promise.all(this.servers.map((part) => part.stop(5_000)));
    this.control?.closeAllConnections();
    this.control?.close();
    await writeStatus(this.status()).catch(() => undefined);
    await releaseLock(this.wiring.state);
  }

  /** The services without the webs, which read no topics. */
  private services(): Program[] {
    return this.programs.filter(({ name }) => services.some((row) => name === row.name || name.startsWith(`${row.name}-`)));
  }

  private parts(): Part[] {
    return [...this.servers, ...this.helpers, ...this.programs];
  }

  private async startServers(present: readonly ServiceRow[]): Promise<Servers> {
    const { profile: counting } = this.options;
    const started = (url: string): void => void (this.adminUrl = url);
    const postgres = postgresPart(this.wiring, await this.logOf('postgres'), this.say, { counting, started });
    const kafka = kafkaPart(this.wiring, await this.logOf('kafka'), this.say);
    this.servers.push(postgres, kafka);
    const brokers = `127.0.0.1:${String(this.wiring.ports.kafka)}`;
    const migrateLog = await this.logOf('migrate');
    const withDatabase = async (): Promise<void> => {
      await postgres.start();
      await migrateAll(present, this.wiring, { adminUrl: this.adminUrl, brokers }, migrateLog);
      await this.whenMigrated?.(this.adminUrl);
    };
    const withTopics = async (): Promise<void> => {
      await kafka.start();
      await prepareTopics(brokers, present);
    };
    await Promise.all([withDatabase(), withTopics()]);
    return { adminUrl: this.adminUrl, brokers };
  }

  private async startHelpers(): Promise<void> {
    const { ports, url } = this.wiring;
    const discovery = `${url('issuer')}/.well-known/openid-configuration`;
    const issuer = await this.program('issuer', join('dist', 'local', 'issuer.js'), issuerEnv(this.wiring), ports.issuer ?? 0, discovery);
    const treasury = await this.program('treasury', join('dist', 'local', 'treasury.js'), treasuryEnv(this.wiring), 0);
    this.helpers.push(issuer, treasury);
    await Promise.all([issuer.start(), treasury.start()]);
  }

  private async startWebs(): Promise<void> {
    const { ports, url } = this.wiring;
    const present = webs.filter((name) => existsSync(built(name)));
    const parts = present.map(async (name) => {
      const env = { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(ports[name]) };
      return this.program(name, built(name), env, ports[name] ?? 0, `${url(name)}/health/ready`);
    });
    const programs = await Promise.all(parts);
    this.programs.push(...programs);
    await Promise.all(programs.map((part) => part.start()));
  }

  private async startServices(present: readonly ServiceRow[], servers: Servers): Promise<void> {
    const started: Program[] = [];
    for (const row of present) {
      for (let number = 1; number <= (this.options.replicas.get(row.name) ?? 1); number += 1) {
        const name = number === 1 ? row.name : `${row.name}-${String(number)}`;
        const port = number === 1 ? (this.wiring.ports[row.name] ?? 0) : await freePort();
        const env = await environmentOf(row, port, this.wiring, servers);
        const nodeArgs = this.options.cpuProfile.includes(row.name) ? this.cpuProfileOf(name) : [];
        started.push(await this.program(name, built(row.name), env, port, `http://127.0.0.1:${String(port)}/health/ready`, nodeArgs));
      }
    }
    this.programs.push(...started);
    await this.secrets.save();
    await Promise.all(started.map((part) => part.start()));
    await untilSettled(present, servers);
  }

  private cpuProfileOf(name: string): string[] {
    const folder = join(this.wiring.state, 'profiles');
    return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`, '--cpu-prof-interval=1000'];
  }

  private async program(
    name: string,
    file: string,
    env: NodeJS.ProcessEnv,
    port: number,
    readyUrl?: string,
    nodeArgs: string[] = [],
  ): Promise<Program> {
    const common = { env: { ...ownEnvironment(), ...env }, log: await this.logOf(name), say: this.say };
    return new Program({ ...common, name, args: [file], nodeArgs, port, readyUrl });
  }

  /** The log of this run begins empty; that of the run before stays beside it. */
  private async logOf(name: string): Promise<string> {
    const file = join(this.wiring.state, 'logs', `${name}.log`);
    if (existsSync(file)) await rename(file, join(this.wiring.state, 'logs', `${name}.before.log`));
    return file;
  }

  /** One look at a time: on a busy machine the next second comes before the status of this one is written. */
  private look(): Promise<void> {
    return (this.looking ??= this.lookOnce().finally(() => (this.looking = undefined)));
  }

  private async lookOnce(): Promise<void> {
    await Promise.all(this.parts().map((part) => part.look()));
    const pids = this.parts().flatMap((part) => part.status().pid ?? []);
    if (this.noted !== pids.join()) await noteProcesses(this.wiring.state, pids);
    this.noted = pids.join();
    await writeStatus(this.status());
  }
}

async function anyPorts(ports: Ports): Promise<Ports> {
  const free: Ports = {};
  for (const name of Object.keys(ports)) {
    let port = await freePort();
    while (Object.values(free).includes(port)) port = await freePort();
    free[name] = port;
  }
  return free;
}

import type { INestApplication } from '@nestjs/common';
import { Database } from '@one-card/database';
import { KafkaTransport } from '@one-card/kafka';
import { createService, migrationsOf, type RunningService, WorkLoop, paceLoops } from '@one-card/service';
import { freePort } from '@one-card/testing/servers';
import { Client } from 'pg';
import { FileSender } from '../../../services/bank-gateway/src/file/file.sender';
import { LetterPoster } from '../../../services/bank-simulator/src/letter/letter.poster';
import { TreasuryPort } from '../../../services/payment-orchestration/src/treasury/treasury-port';
import { gatedClient } from './gated-client';
import { keysFor } from './keys';
import { Member } from './member';
import { Network, taskHeader } from './network';
import { Scheduler } from './scheduler';
import { COUNTY, services, type SimulatedService } from './services';
import { Storage } from './storage';
import { current } from './task';
import { Topics } from './topics';
import { SimulatedTreasury } from './treasury';
import { deliveryIn, replaceProviders, replacementsFor } from './wiring';

/** A service as the schedule sees it. */
export interface Running {
  readonly name: string;
  readonly url: string;
  readonly app: INestApplication;
  readonly database: Database;
  readonly member: Member;
  readonly loops: readonly WorkLoop[];
  /** the relay's own connection */
  readonly relay: Client;
  /** ends when what this loop has begun and not waited for has ended */
  readonly errandsOf: (loop: WorkLoop) => Promise<unknown>;
}

const LONG_MS = String(10 * 60 * 1000);
/** A timeout in real time says nothing here: what is late or lost is the schedule's. Those in business time stay as they are. */
const PATIENT = { BANK_TIMEOUT_MS: LONG_MS, POST_TIMEOUT_MS: LONG_MS, FILES_AT_ONCE: '1', POSTS_AT_ONCE: '1', FILE_LINES: '4' };

/** Every service in one process, over one database, with a schedule in the place of Kafka, the network and time. */
export class Platform {
  readonly services = new Map<string, Running>();
  readonly treasury = new SimulatedTreasury();
  readonly network: Network;
  scheduler: Scheduler;
  topics = new Topics(0);
  onCommit: (service: string) => void = () => undefined;
  onPublish: (service: string) => void = () => undefined;
  private gated = false;
  private starting: WorkLoop[] = [];

  private constructor(readonly storage: Storage) {
    this.scheduler = new Scheduler(storage.monitor);
    this.network = new Network(() => this.gate(), globalThis.fetch);
  }

  static async start(adminUrl: string, name: string): Promise<Platform> {
    const platform = new Platform(
      await Storage.make(
        adminUrl,
        name,
        services.map((service) => service.name),
      ),
    );
    globalThis.fetch = platform.network.fetch;
    paceLoops((loop) => platform.starting.push(loop));
    const ports = new Map<string, number>();
    for (const service of services) ports.set(service.name, await freePort());
    for (const service of services) await platform.add(service, ports);
    platform.gated = true;
    return platform;
  }

  of(service: string): Running {
    const running = this.services.get(service);
    if (running === undefined) throw new Error(`there is no ${service}`);
    return running;
  }

  get members(): Member[] {
    return [...this.services.values()].map(({ member }) => member);
  }

  /** Everything as it was kept; nothing sent, nothing under way. */
  async begin(salt: number): Promise<void> {
    await this.storage.restore();
    this.scheduler = new Scheduler(this.storage.monitor);
    this.topics = new Topics(salt);
    this.treasury.begin();
    for (const member of this.members) member.begin(this.topics);
  }

  async stop(): Promise<void> {
    this.gated = false;
    for (const { app, relay } of this.services.values()) {
      await app.close();
      await relay.end();
    }
    await this.storage.drop();
  }

  private gate(): Scheduler | undefined {
    return this.gated ? this.scheduler : undefined;
  }

  private async add({ name, module, config }: SimulatedService, ports: ReadonlyMap<string, number>): Promise<void> {
    const client = gatedClient(
      () => this.gate(),
      () => this.onPublish(name),
    );
    replaceProviders(module, [...replacementsFor(client), [TreasuryPort, () => ({ provide: TreasuryPort, useValue: this.treasury })]]);
    await this.storage.migrate(name, migrationsOf(name));
    this.starting = [];
    const service = await createService({ name, module, config, configure: (app) => this.join(app) }, { env: this.environment(name, ports) });
    const relay = new client({ connectionString: this.storage.urlOf(name) });
    await relay.connect();
    const { app, url } = service as RunningService;
    const database = app.get(Database);
    database.onCommit(() => this.onCommit(name));
    const member = new Member(name, deliveryIn(app.get(KafkaTransport)));
    this.services.set(name, { name, url, app, database, member, loops: this.starting, relay, errandsOf: errandsIn(name, app) });
  }

  /** What a request does belongs to the task that sent it. */
  private join(app: INestApplication): void {
    app.use((request: { headers: Record<string, unknown> }, _response: unknown, next: () => void) => {
      const task = this.network.taskOf(request.headers[taskHeader]);
      if (task === undefined) next();
      else current.run(task, next);
    });
  }

  private environment(name: string, ports: ReadonlyMap<string, number>): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.storage.urlOf(name),
      KAFKA_BROKERS: 'none',
      COUNTY_CODE: COUNTY,
      PORT: String(ports.get(name)),
      LOG_LEVEL: process.env['SIM_LOG_LEVEL'] ?? 'fatal',
      TREASURY_IN: '/dev/null',
      TREASURY_OUT: '/dev/null',
      CLOCK_ADVANCE_ALLOWED: 'true',
      ...PATIENT,
      ...keysFor(name, (service) => `http://127.0.0.1:${String(ports.get(service))}`),
    };
  }
}

/** Those who carry files and letters let go of one that takes long, and look for the next: here that would be a task that nobody knows of. */
function errandsIn(name: string, app: INestApplication): Running['errandsOf'] {
  if (name === 'bank-gateway') {
    const underWay = Reflect.get(app.get(FileSender), 'underWay') as ReadonlyMap<string, { done: Promise<void> }>;
    return (loop) => Promise.all(loop.name === 'sending bank files' ? [...underWay.values()].map(({ done }) => done) : []);
  }
  if (name === 'bank-simulator') {
    const underWay = Reflect.get(app.get(LetterPoster), 'underWay') as ReadonlySet<Promise<void>>;
    return (loop) => Promise.all(loop.name === 'posting answers' ? underWay : []);
  }
  return () => Promise.resolve();
}

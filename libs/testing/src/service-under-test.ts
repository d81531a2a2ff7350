import type { EventDefinition } from '@one-card/contracts';
import { advanceBusinessClock, Database } from '@one-card/database';
import { createPublisher, createTopics, deleteTopics, type KafkaAddress, type Publisher } from '@one-card/kafka';
import type { Envelopes } from '@one-card/sealing';
import {
  type Actor,
  createService,
  migrationsOf,
  type RunningService,
  type ServiceDefinition,
  citizenActor,
  signStatement,
  statementHeader,
} from '@one-card/service';
import { randomBytes, randomUUID } from 'node:crypto';
import { type TestClient, testClient } from './client';
import { clonedDatabase, sharedKafka, type TestDatabase } from './databases';
import { eventually } from './eventually';
import { envelopesOf, publicKeysOf, type TestKeys, testKeys } from './keys';
import { TopicLog } from './topic-log';

export interface ServiceUnderTestOptions extends ServiceDefinition {
  /** over and above what every service gets */
  env?: Record<string, string>;
}

export interface ActsAs {
  posts?: { post: string; department?: string | null; divisions?: string[] }[];
  id?: string;
  name?: string;
  /** a department's system, not a person */
  system?: boolean;
}

const COUNTY = '410423';
const DAY_MS = 24 * 60 * 60 * 1000;

/** One service as it runs in production, on a database and topics of the suite's own. */
export class ServiceUnderTest {
  readonly log: TopicLog;

  private constructor(
    private readonly options: ServiceUnderTestOptions,
    private readonly address: Required<KafkaAddress>,
    private readonly storage: TestDatabase,
    private readonly keys: TestKeys,
    private readonly publisher: Publisher,
    private service: RunningService,
  ) {
    this.log = new TopicLog(address);
  }

  static async start(options: ServiceUnderTestOptions): Promise<ServiceUnderTest> {
    const address = { brokers: sharedKafka(), prefix: `t-${options.name}-${randomBytes(4).toString('hex')}.` };
    const [storage, keys, publisher] = await Promise.all([
      clonedDatabase(options.name, migrationsOf(options.name)),
      testKeys(options.name),
      createPublisher(address, 'test'),
    ]);
    try {
      const service = await createService(options, { env: environmentOf(options, address, storage, keys) });
      return new ServiceUnderTest(options, address, storage, keys, publisher, service);
    } catch (error) {
      // What stays open would keep jest from ending, and nobody would see why it failed.
      await Promise.all([publisher.close(), storage.drop()]);
      throw error;
    }
  }

  get app(): RunningService['app'] {
    return this.service.app;
  }

  get url(): string {
    return this.service.url;
  }

  /** The service's own database, to look into. */
  get database(): Database {
    return this.service.app.get(Database);
  }

  get topicPrefix(): string {
    return this.address.prefix;
  }

  get anonymous(): TestClient {
    return testClient(this.url, `api/${this.options.name}`, () => Promise.resolve({}));
  }

  /** A person with these posts, as the gateway's signed statement tells it. */
  as({ posts = [], id = randomUUID(), name = '测试人员', system = false }: ActsAs): TestClient {
    const held = posts.map(({ post, department = null, divisions = [] }) => ({ post, department, divisions }));
    return this.acting({ id, name, posts: held, anonymous: false, system });
  }

  /** Somebody from the public who has proved to the gateway to be this recipient. */
  citizen(token: string): TestClient {
    return this.acting(citizenActor(token, '群众'));
  }

  private acting(actor: Actor): TestClient {
    const audience = this.options.name;
    const signed = async (): Promise<Record<string, string>> => ({
      [statementHeader]: await signStatement(this.keys.statement.privateKey, actor, { audience }),
    });
    return testClient(this.url, `api/${this.options.name}`, signed);
  }

  /** As if another service had sent it. Gives the event's id; the same id again is a duplicate. */
  async publish<T>(event: EventDefinition<T>, payload: T, options?: { id?: string }): Promise<string> {
    await createTopics(this.address.brokers, this.address.prefix, [event]);
    return this.publisher.publish(event, payload, options);
  }

  /** Waits for what the service publishes. */
  published<T>(event: EventDefinition<T>, predicate?: (payload: T) => boolean, what?: string): Promise<T> {
    return this.log.published(event, predicate, what);
  }

  eventually<T>(work: () => T | Promise<T>, limitMs?: number): Promise<T> {
    return eventually(work, limitMs);
  }

  /** Seals and opens blocks as another service does. */
  envelopesOf(service: string): Envelopes {
    return envelopesOf(this.keys, service);
  }

  /** Business time goes on, as when the clock's event has come. */
  async advanceClock({ days }: { days: number }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const offset = await advanceBusinessClock(tx, 0);
      await advanceBusinessClock(tx, offset + BigInt(days * DAY_MS));
    });
  }

  /** Ends the process's work and begins it again on the same database and topics, with other variables where given. */
  async restart(env: Record<string, string> = {}): Promise<void> {
    await this.service.close();
    this.service = await createService(this.options, { env: { ...environmentOf(this.options, this.address, this.storage, this.keys), ...env } });
  }

  async stop(): Promise<void> {
    await this.service.close();
    await Promise.all([this.log.close(), this.publisher.close()]);
    await Promise.all([this.storage.drop(), deleteTopics(this.address.brokers, this.address.prefix)]);
  }
}

export const serviceUnderTest = (options: ServiceUnderTestOptions): Promise<ServiceUnderTest> => ServiceUnderTest.start(options);

function environmentOf(options: ServiceUnderTestOptions, address: Required<KafkaAddress>, storage: TestDatabase, keys: TestKeys): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: storage.databaseUrl,
    MIGRATOR_DATABASE_URL: storage.migratorUrl,
    KAFKA_BROKERS: address.brokers,
    TOPIC_PREFIX: address.prefix,
    STATEMENT_PUBLIC_KEY: keys.statement.publicKey,
    DATA_KEYS: keys.dataKeys,
    LOOKUP_KEY: keys.lookupKey,
    SEALING_PRIVATE_KEY: keys.sealing.get(options.name)?.privateKey,
    SEALING_PUBLIC_KEYS: publicKeysOf(keys),
    COUNTY_CODE: COUNTY,
    PORT: '0',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    ...options.env,
  };
}

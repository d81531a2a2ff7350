import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { Logger } from '@nestjs/common';
import type { EventDefinition } from '@one-card/contracts';
import type { Database } from '@one-card/database';
import type { Consumer } from 'kafkajs';
import { createTopics } from './admin';
import { Backpressure } from './backpressure';
import { kafkaClient, type KafkaAddress, prefixed, RETRY } from './client';
import { DeadLetters, dlqOf } from './dead-letters';
import { Delivery } from './delivery';
import { causeOf } from './errors';
import type { Figures, Gauges } from './figures';
import { LagMeter } from './lag';
import { PartitionReader } from './partition-reader';
import { clientIdOf, dismissDead, untilDismissed } from './predecessors';
import { Watch, type Watched, type WatchTimes } from './watch';
import { routesOf } from './routes';
import type { Witness } from './witness';

export interface KafkaTransportOptions extends KafkaAddress {
  /** name of the service, and so of its consumer group */
  service: string;
  database: Database;
  /** state topics whose newest states are kept in table `replica` */
  replicas?: readonly EventDefinition[];
  /** sees all that is read, and lets further topics be read for its own sake */
  witness?: Witness;
  /** how often, and after which silence, a consumer is taken for stuck */
  watchTimes?: WatchTimes;
  /** kafkajs stays down after some faults: then the process must end, loudly. Default: log and exit with code 1. */
  onFatal?: (error: unknown) => void;
}

const CONCURRENT_PARTITIONS = 4;
const CLOSE_MS = 8_000;
const CONSUMER = {
  sessionTimeout: 10_000,
  rebalanceTimeout: 15_000,
  heartbeatInterval: 1_500,
  maxWaitTimeInMs: 250,
  maxBytesPerPartition: 1_572_864,
  maxBytes: 8 * 1024 * 1024,
  allowAutoTopicCreation: false,
};

/** Nest's way into Kafka: gathers the methods marked with @Consumes and reads their topics as the service's consumer group. */
export class KafkaTransport extends Server implements CustomTransportStrategy {
  readonly deadLetters: DeadLetters;
  readonly figures: Figures;
  protected override readonly logger = new Logger('KafkaTransport');
  private readonly delivery: Delivery;
  private readonly reader: PartitionReader;
  private readonly lag: LagMeter;
  private readonly watch: Watch;
  private consumer: Consumer | undefined;
  private joined = false;
  private assigned: ReadonlyMap<string, readonly number[]> = new Map();

  constructor(private readonly options: KafkaTransportOptions) {
    super();
    this.delivery = new Delivery(options.database, options.service, options.witness);
    this.deadLetters = new DeadLetters(options.database, this.delivery);
    const backpressure = new Backpressure(options);
    this.reader = new PartitionReader(
      this.delivery,
      (topic) => this.unprefixed(topic),
      () => backpressure.demandOutbox(),
    );
    this.lag = new LagMeter(options, options.service);
    const watched: Watched = {
      database: options.database,
      underway: this.delivery.underway,
      stateOf: (topic, partition) => this.reader.stateOf(topic, partition),
      measure: () => this.lag.measure(this.joined ? this.assigned : new Map<string, readonly number[]>()),
      onStall: (why) => this.fatal(new Error(why)),
    };
    this.watch = new Watch(watched, options.watchTimes);
    this.figures = {
      onMessage: (listener) => this.delivery.onMessage(listener),
      gauges: () => this.gauges(),
    };
  }

  /** Whether it is a member of its group now; a service that reads nothing always is. */
  get isReady(): boolean {
    return this.joined;
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  async close(): Promise<void> {
    this.watch.stop();
    this.reader.stop();
    const consumer = this.consumer;
    this.consumer = undefined;
    this.joined = false;
    // With no broker to leave, it would try for a minute.
    await Promise.race([consumer?.disconnect(), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    await this.lag.close();
  }

  on(): never {
    throw new Error('KafkaTransport has no events of its own');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async start(): Promise<void> {
    const { brokers, prefix, service } = this.options;
    for (const [topic, route] of routesOf(this.getHandlers(), this.options)) this.delivery.routes.set(topic, route);
    const events = [...this.delivery.routes.values()].map(({ event }) => event);
    await createTopics(brokers, prefix ?? '', [...events, { type: dlqOf(service), kind: 'record' }]);
    if (events.length === 0) {
      this.joined = true;
      return;
    }
    const dismissed = await this.dismissPredecessors();
    const consumer = this.newConsumer();
    this.consumer = consumer;
    if (!dismissed) void this.dismissLater();
    await consumer.connect();
    await consumer.subscribe({ topics: events.map(({ type }) => prefixed(this.options, type)), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.reader.read(payload),
    });
    this.watch.start();
  }

  /** A process that was killed is still a member for as long as its session lasts. False: the group could not be asked now. */
  private async dismissPredecessors(): Promise<boolean> {
    try {
      this.tellDismissed(await dismissDead(this.options, this.options.service));
      return true;
    } catch (error) {
      this.logger.warn(`dead members of the group are taken out later: ${causeOf(error)}`);
      return false;
    }
  }

  /** While it waits to be let in: the group waits for the dead, and lets nobody in before they have left. */
  private async dismissLater(): Promise<void> {
    const { options } = this;
    this.tellDismissed(
      await untilDismissed(
        () => dismissDead(options, options.service),
        () => this.consumer !== undefined && !this.joined,
      ),
    );
  }

  private tellDismissed({ length }: readonly string[]): void {
    if (length > 0) this.logger.log(`${String(length)} members of the group were dead and have been taken out`);
  }

  private unprefixed(topic: string): string {
    return topic.slice((this.options.prefix ?? '').length);
  }

  private async gauges(): Promise<Gauges> {
    const { database } = this.options;
    const [outbox, deadLettersOpen] = await Promise.all([database.outboxFigures(), this.deadLetters.count()]);
    return { lag: this.watch.lag, outbox, deadLettersOpen, pool: database.poolFigures() };
  }

  private newConsumer(): Consumer {
    const kafka = kafkaClient(this.options, clientIdOf(this.options.service));
    const consumer = kafka.consumer({
      ...CONSUMER,
      groupId: prefixed(this.options, this.options.service),
      retry: RETRY,
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.assigned = new Map(Object.entries(payload.memberAssignment).map(([topic, partitions]) => [this.unprefixed(topic), partitions]));
      this.joined = true;
    });
    consumer.on(consumer.events.REBALANCING, () => void (this.joined = false));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.joined = false;
      if (payload.restart) this.logger.warn(`the consumer starts again: ${payload.error.message}`);
      else this.fatal(payload.error);
    });
    return consumer;
  }

  private fatal(error: unknown): void {
    if (this.consumer === undefined) return;
    this.logger.fatal(`the consumer of ${this.options.service} died and does not come back by itself`, error instanceof Error ? error.stack : error);
    if (this.options.onFatal) this.options.onFatal(error);
    else setImmediate(() => process.exit(1));
  }
}

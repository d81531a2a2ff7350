import { Logger } from '@nestjs/common';
import { allEvents } from '@one-card/contracts';
import type { Database } from '@one-card/database';
import { type Message, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import { Client, type ClientBase } from 'pg';
import { createTopics, type Topic } from './admin';
import { kafkaClient, type KafkaAddress, prefixed } from './client';
import { causeOf } from './errors';

export interface OutboxRelayOptions extends KafkaAddress {
  service: string;
  database: Database;
}

/** A row of the outbox, on its way. */
export interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  headers: Record<string, string>;
  payload: Buffer;
}

/** kafkajs puts what goes to one partition in one record batch, and the broker limits that: the sum stays below in any case. */
const MAX_SEND_BYTES = 1024 * 1024;
const MAX_SEND_ROWS = 200;
const POLL_MS = 500;
const CONTEND_MS = 1_000;
/** A frozen process keeps its session, and with it the lead: the server ends it after this. */
const IDLE_SESSION_MS = 10_000;
/** Few: the loop around them begins anew, and hears in between that it shall stop. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 };

/** What is unsent, oldest first, whatever its number: a row that became visible late has a smaller id than one already sent. */
const UNSENT = `
  SELECT o.id, o.topic, o.key, o.headers, o.payload
  FROM (
    SELECT id, row_number() OVER (ORDER BY id) AS place, sum(octet_length(payload) + 1024) OVER (ORDER BY id) AS bytes
    FROM (SELECT id, payload FROM outbox ORDER BY id LIMIT ${String(MAX_SEND_ROWS)}) AS head
  ) AS measured
  JOIN outbox o ON o.id = measured.id
  WHERE measured.place = 1 OR measured.bytes <= ${String(MAX_SEND_BYTES)}
  ORDER BY o.id`;

/** Carries the outbox to Kafka: at least once, in the order of commit for each aggregate. One process of a service leads, the others stand by. */
export class OutboxRelay {
  private readonly logger = new Logger('OutboxRelay');
  private readonly known = new Set<string>();
  private running: Promise<void> | undefined;
  private stopping = false;
  private nudged = false;
  private wake: (() => void) | undefined;
  private fault: string | undefined;

  constructor(private readonly options: OutboxRelayOptions) {
    options.database.onCommit(() => this.nudge());
  }

  /** Why it cannot send now, if it cannot. */
  get trouble(): string | undefined {
    return this.fault;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Something was committed: look now. */
  nudge(): void {
    this.nudged = true;
    this.wake?.();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.nudge();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.lead();
      } catch (error) {
        const fault = causeOf(error);
        if (fault !== this.fault) this.logger.warn(`the outbox waits: ${fault}`);
        this.fault = fault;
        await this.rest(CONTEND_MS);
      }
    }
  }

  private async lead(): Promise<void> {
    const client = await this.connect();
    const producer = this.newProducer();
    try {
      while (!this.stopping && !(await isLeader(client))) {
        this.fault = undefined;
        await this.rest(CONTEND_MS);
      }
      if (this.stopping) return;
      await producer.connect();
      while (!this.stopping) {
        this.nudged = false;
        const sent = await this.sendSome(client, producer);
        this.fault = undefined;
        if (sent === 0 && !this.nudged) await this.rest(POLL_MS);
      }
    } finally {
      await producer.disconnect().catch(() => undefined);
      await client.end().catch(() => undefined);
    }
  }

  private sendSome(client: Client, producer: Producer): Promise<number> {
    return carry(client, async (rows) => {
      await this.ensureTopics(rows);
      await producer.sendBatch({ acks: -1, topicMessages: this.messagesOf(rows) });
    });
  }

  private messagesOf(rows: readonly OutboxRow[]): TopicMessages[] {
    const topics = new Map<string, Message[]>();
    for (const { topic, key, headers, payload } of rows) {
      const messages = topics.get(topic) ?? [];
      messages.push({ key, value: payload, headers: { ce_source: `/${this.options.service}`, ...headers } });
      topics.set(topic, messages);
    }
    return [...topics].map(([topic, messages]) => ({ topic: prefixed(this.options, topic), messages }));
  }

  /** One topic that nobody made would hold up all others. */
  private async ensureTopics(rows: readonly OutboxRow[]): Promise<void> {
    const missing = [...new Set(rows.map(({ topic }) => topic))].filter((topic) => !this.known.has(topic));
    if (missing.length === 0) return;
    const topics = missing.map((type): Topic => allEvents().find((event) => event.type === type) ?? { type, kind: 'record' });
    await createTopics(this.options.brokers, this.options.prefix ?? '', topics);
    for (const topic of missing) this.known.add(topic);
  }

  private newProducer(): Producer {
    const kafka = kafkaClient(this.options, `${this.options.service}-relay`, RETRY);
    const createPartitioner = Partitioners.DefaultPartitioner;
    return kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner });
  }

  private async connect(): Promise<Client> {
    const { url } = this.options.database.dataSource.options as { url?: string };
    const options = `-c idle_session_timeout=${String(IDLE_SESSION_MS)}`;
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000, statement_timeout: 60_000, options });
    // The next query says so; unheard, it would end the process.
    client.on('error', () => this.wake?.());
    await client.connect();
    return client;
  }

  private rest(ms: number): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), ms);
      this.wake = (): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}

/** Sends what is unsent, up to one batch, and only then takes it away: what dies in between is sent again. Gives how many were sent. */
export async function carry(client: Pick<ClientBase, 'query'>, send: (rows: readonly OutboxRow[]) => Promise<void>): Promise<number> {
  const { rows } = await client.query<OutboxRow>(UNSENT);
  if (rows.length === 0) return 0;
  await send(rows);
  await client.query('DELETE FROM outbox WHERE id = ANY($1::bigint[])', [rows.map(({ id }) => id)]);
  return rows.length;
}

async function isLeader(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ leads: boolean }>(`SELECT pg_try_advisory_lock(hashtextextended(current_schema() || ' outbox', 0)) AS leads`);
  return rows[0]?.leads === true;
}

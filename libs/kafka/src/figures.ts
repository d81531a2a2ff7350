import type { Outcome } from './delivery';

/** What became of one message, told when it is over: feed a counter by topic and outcome, and a histogram of seconds by topic. */
export interface MessageObservation {
  topic: string;
  outcome: Outcome;
  /** from its parsing to the commit; of messages that share a transaction each has its share */
  seconds: number;
}

/** What is so now. Asked of the database and the broker: cheap enough for each scrape, not for each request. */
export interface Gauges {
  /** of the partitions that this process reads, as of a few seconds ago; names without prefix */
  lag: readonly { topic: string; partition: number; lag: number }[];
  outbox: { depth: number; oldestSeconds: number };
  deadLettersOpen: number;
  /** connections of the pool, and transactions that wait for their turn */
  pool: { limit: number; open: number; idle: number; waiting: number };
}

/** What `/metrics` shows of Kafka and the database: plain numbers, of no framework. */
export interface Figures {
  onMessage(listener: (observation: MessageObservation) => void): void;
  gauges(): Promise<Gauges>;
}

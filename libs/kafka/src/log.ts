import type { EventDefinition } from '@one-card/contracts';
import { type Consumer, type KafkaMessage, Partitioners } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { createTopics } from './admin';
import { kafkaClient, type KafkaAddress, prefixed } from './client';

/** A message of a topic's whole log, and its partition. */
export interface Logged {
  readonly partition: number;
  readonly key: string;
  readonly raw: KafkaMessage;
}

type Ends = ReadonlyMap<number, { low: number; high: number }>;

/** The kafkajs producer splits by partition; the broker limits what goes at once. */
const MAX_SEND_BYTES = 1024 * 1024;

/** Everything that now stands in a topic, each partition in the order of its offsets. */
export async function readLog(address: KafkaAddress, { type }: Pick<EventDefinition, 'type'>): Promise<Logged[]> {
  const topic = prefixed(address, type);
  const waiting = new Map([...(await endsOf(address, topic))].filter(([, { low, high }]) => high > low));
  const log: Logged[] = [];
  if (waiting.size === 0) return log;
  const consumer = kafkaClient(address, 'log').consumer({
    groupId: prefixed(address, `tail-${uuidv7()}`),
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await untilRead(consumer, waiting, log);
  } finally {
    await consumer.disconnect();
  }
  return log;
}

function untilRead(consumer: Consumer, waiting: Map<number, { high: number }>, log: Logged[]): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer
      .run({
        autoCommit: false,
        eachMessage: ({ partition, message }) => {
          const high = waiting.get(partition)?.high;
          if (high !== undefined) log.push({ partition, key: message.key?.toString() ?? '', raw: message });
          if (high !== undefined && Number(message.offset) + 1 >= high) waiting.delete(partition);
          if (waiting.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
}

/** How many messages stand in a topic. */
export async function logSize(address: KafkaAddress, { type }: Pick<EventDefinition, 'type'>): Promise<number> {
  return [...(await endsOf(address, prefixed(address, type))).values()].reduce((sum, { low, high }) => sum + high - low, 0);
}

/** Writes messages as they were, with the same event ids, to the same partitions of a topic under another prefix, in the order given. */
export async function writeLog(address: KafkaAddress, event: Pick<EventDefinition, 'type' | 'kind'>, messages: readonly Logged[]): Promise<void> {
  await createTopics(address.brokers, address.prefix ?? '', [event]);
  const producer = kafkaClient(address, 'log').producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (const portion of portions(messages))
      await producer.send({
        topic: prefixed(address, event.type),
        messages: portion.map(({ partition, raw: { key, value, headers } }) => ({ partition, key, value, headers })),
      });
  } finally {
    await producer.disconnect();
  }
}

function* portions(messages: readonly Logged[]): Generator<Logged[]> {
  let [portion, bytes]: [Logged[], number] = [[], 0];
  for (const message of messages) {
    const size = (message.raw.value?.length ?? 0) + 1024;
    if (portion.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield portion;
      [portion, bytes] = [[], 0];
    }
    portion.push(message);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}

async function endsOf(address: KafkaAddress, topic: string): Promise<Ends> {
  const admin = kafkaClient(address, 'log').admin();
  await admin.connect();
  try {
    if (!(await admin.listTopics()).includes(topic)) return new Map();
    const ends = await admin.fetchTopicOffsets(topic);
    return new Map(ends.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]));
  } finally {
    await admin.disconnect();
  }
}

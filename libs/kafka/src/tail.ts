import { v7 as uuidv7 } from 'uuid';
import { kafkaClient, type KafkaAddress, prefixed } from './client';
import { receive, type Received } from './message';

export interface Tail {
  close(): Promise<void>;
}

/** Groups of readers that commit nothing: nobody can wait for them. */
export const isTail = (groupId: string): boolean => /(^|[^a-z])tail-[0-9a-f]{8}-[0-9a-f-]{27}$/.test(groupId);

/** Reads topics from their beginning and for as long as wanted, leaving no trace: it commits nothing. */
export async function tail(address: KafkaAddress, topics: readonly string[], onMessage: (message: Received) => void): Promise<Tail> {
  const groupId = prefixed(address, `tail-${uuidv7()}`);
  const consumer = kafkaClient(address, 'tail').consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  await consumer.connect();
  await consumer.subscribe({ topics: topics.map((topic) => prefixed(address, topic)), fromBeginning: true });
  const prefix = address.prefix ?? '';
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => onMessage(receive(topic.slice(prefix.length), partition, message)),
  });
  return { close: () => consumer.disconnect() };
}

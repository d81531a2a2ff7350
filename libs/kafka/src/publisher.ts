import type { EventDefinition } from '@one-card/contracts';
import { cloudEventHeaders } from '@one-card/database';
import { Partitioners } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { kafkaClient, type KafkaAddress, prefixed } from './client';

export interface Publisher {
  /** Gives the event's id; the same id again is a duplicate. */
  publish<T>(event: EventDefinition<T>, payload: T, options?: { id?: string }): Promise<string>;
  /** Bytes as they are, for what breaks a contract. */
  publishRaw(topic: string, key: string, payload: Buffer, headers?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/** Sends events with no database of one's own: for tests and tools. A service publishes through its outbox. */
export async function createPublisher(address: KafkaAddress, source: string): Promise<Publisher> {
  const producer = kafkaClient(address, source).producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const send = async (topic: string, key: string, value: Buffer, headers: Record<string, string>): Promise<void> => {
    await producer.send({ topic: prefixed(address, topic), messages: [{ key, value, headers }] });
  };
  return {
    publish: async (event, payload, { id = uuidv7() } = {}) => {
      const checked = event.parse(payload);
      const headers = { ...cloudEventHeaders(event.type, id), ce_source: `/${source}`, ce_time: new Date().toISOString() };
      await send(event.type, event.keyOf(checked), Buffer.from(JSON.stringify(checked)), headers);
      return id;
    },
    publishRaw: (topic, key, payload, headers = {}) => send(topic, key, payload, headers),
    close: () => producer.disconnect(),
  };
}

import type { KafkaMessage } from 'kafkajs';
import { v5 as uuidv5, validate } from 'uuid';

/** One event as it came from Kafka, or as it stands in a dead letter. */
export interface Received {
  eventId: string;
  /** without the deployment's prefix */
  topic: string;
  partition: number;
  offset: string;
  key: string;
  headers: Record<string, string>;
  payload: Buffer;
}

/** What a consumer is told besides the payload. */
export interface EventMeta {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly source: string | undefined;
  /** business time of the sender */
  readonly time: Date | undefined;
  readonly correlationId: string | undefined;
  readonly partition: number;
  readonly offset: string;
}

/** For messages of strangers, which have no id of ours: the place they stand at never changes. */
const STRANGERS = '6f0c8f4e-6d5e-4f0a-9f5d-5f3a8d0c2b11';

export function receive(topic: string, partition: number, message: KafkaMessage): Received {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const one = Array.isArray(value) ? value[0] : value;
    if (one !== undefined) headers[name] = plain(one.toString());
  }
  const id = headers['ce_id'];
  return {
    eventId: id !== undefined && validate(id) ? id.toLowerCase() : uuidv5(id ?? `${topic}/${String(partition)}/${message.offset}`, STRANGERS),
    topic,
    partition,
    offset: message.offset,
    key: plain(message.key?.toString() ?? ''),
    headers,
    payload: message.value ?? Buffer.alloc(0),
  };
}

/** PostgreSQL holds no NUL in text, and a dead letter must always find room. */
const plain = (text: string): string => text.replaceAll('\0', '');

export function metaOf(message: Received): EventMeta {
  const time = message.headers['ce_time'];
  return {
    id: message.eventId,
    type: message.topic,
    key: message.key,
    source: message.headers['ce_source'],
    time: time === undefined ? undefined : new Date(time),
    correlationId: message.headers['ce_correlationid'],
    partition: message.partition,
    offset: message.offset,
  };
}

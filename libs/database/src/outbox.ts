import type { EventDefinition } from '@one-card/contracts';
import { v7 as uuidv7 } from 'uuid';
import { context, propagation } from '@opentelemetry/api';
import { currentCorrelation } from './correlation';
import { join, sql } from './sql';
import type { Transaction } from './transaction';

/** DESIGN.md: a chunk is at most 1 MiB. The broker takes half as much again, for headers. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

export interface OutboxMessage {
  eventId: string;
  /** without the deployment's prefix, which the relay puts before it */
  topic: string;
  key: string;
  headers: Record<string, string>;
  payload: Buffer;
}

export async function writeOutbox<T>(tx: Transaction, event: EventDefinition<T>, payload: T): Promise<void> {
  const checked = event.parse(payload);
  const bytes = Buffer.from(JSON.stringify(checked));
  if (bytes.length > MAX_PAYLOAD_BYTES) throw new Error(`${event.type}: ${String(bytes.length)} bytes are more than one message may carry`);
  const eventId = uuidv7();
  const headers = cloudEventHeaders(event.type, eventId);
  await addToOutbox(tx, { eventId, topic: event.type, key: event.keyOf(checked), headers, payload: bytes });
}

/** CloudEvents 1.0 in Kafka headers; time and source are added where they are known: in the statement and by the relay. */
export function cloudEventHeaders(type: string, eventId: string): Record<string, string> {
  const correlation = currentCorrelation();
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_type: type,
    'content-type': 'application/json',
    ...(correlation === undefined ? {} : { ce_correlationid: correlation }),
  };
  // W3C traceparent, where a tracing SDK is registered; nothing otherwise.
  propagation.inject(context.active(), headers);
  return headers;
}

/** CloudEvents time is business time; a message that already has its time (a dead letter) keeps it. It goes in before the transaction commits. */
export function addToOutbox(tx: Transaction, message: OutboxMessage): Promise<void> {
  return tx.enqueue(message);
}

/** One statement for many: the payloads go as they are, each a parameter of its own, since an array of bytea would travel as text. */
export async function insertOutbox(tx: Transaction, messages: readonly OutboxMessage[]): Promise<void> {
  const rows = messages.map(
    ({ eventId, topic, key, headers, payload }) =>
      sql`(${eventId}, ${topic}, ${key}, (SELECT doc FROM stamp) || ${JSON.stringify(headers)}::jsonb, ${payload})`,
  );
  await tx.execute(sql`
    WITH stamp AS MATERIALIZED (SELECT jsonb_build_object('ce_time', business_now()) AS doc)
    INSERT INTO outbox (event_id, topic, key, headers, payload)
    VALUES ${join(rows)}`);
}

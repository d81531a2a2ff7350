import { allEvents, type EventDefinition, senderOf } from '@one-card/contracts';
import { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const headers = {
  type: 'object',
  description: 'CloudEvents 1.0 (Kafka protocol binding, binary content mode). ce_time is business time.',
  required: ['ce_id', 'ce_type', 'ce_source', 'ce_specversion', 'ce_time'],
  properties: {
    ce_id: { type: 'string', description: 'unique for ever: a reader that has seen it does nothing' },
    ce_type: { type: 'string' },
    ce_source: { type: 'string' },
    ce_specversion: { const: '1.0' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_correlationid: { type: 'string', description: 'what a person did first, and all that followed from it' },
  },
};

/** AsyncAPI 3 of every topic: one channel an event, a sender, and its readers. */
export function asyncApi(): Json {
  const events = [...allEvents()].sort((a, b) => a.type.localeCompare(b.type));
  return {
    asyncapi: '3.0.0',
    info: { title: 'One-card: facts that travel by Kafka', version: '1' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(events.map((event) => [event.type, channelOf(event)])),
    operations: Object.fromEntries(events.flatMap(operationsOf)),
    components: { messages: Object.fromEntries(events.map((event) => [event.type, messageOf(event)])) },
  };
}

function channelOf({ type, summary, kind }: EventDefinition): Json {
  const retention = kind === 'chunk' ? { 'retention.ms': 7 * 24 * 60 * 60 * 1000 } : { 'retention.ms': -1 };
  const kafka = { topic: type, topicConfiguration: retention, bindingVersion: '0.5.0' };
  return { address: type, description: summary, messages: { [type]: { $ref: `#/components/messages/${type}` } }, bindings: { kafka } };
}

function operationsOf(event: EventDefinition): [string, Json][] {
  const channel = { $ref: `#/channels/${event.type}` };
  const sends: [string, Json] = [`${senderOf(event)} sends ${event.type}`, { action: 'send', channel }];
  return [sends, ...event.readBy.map((reader): [string, Json] => [`${reader} reads ${event.type}`, { action: 'receive', channel }])];
}

function messageOf({ type, summary, kind, schema }: EventDefinition): Json {
  const payload = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return { name: type, summary, headers, payload, tags: [{ name: kind }] };
}

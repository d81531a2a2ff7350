import { z } from 'zod';

/**
 * How a topic is used, which decides its key, its retention and what a dead letter does:
 * `state` carries an aggregate's newest state (payload has `id` and `version`; key = id; kept for ever; a poisoned key is parked),
 * `chunk` carries up to 2,000 lines (key = chunk id, so that one batch spreads over partitions; sealed chunks are kept 7 days),
 * `record` is a chunk or fact that is kept for ever.
 */
export type EventKind = 'state' | 'chunk' | 'record';

export interface EventDefinition<T = unknown> {
  /** CloudEvents type and, behind the deployment's prefix, the topic: `payment-orchestration.order.v1`. */
  readonly type: string;
  readonly kind: EventKind;
  readonly summary: string;
  /** Services that read it; `regulators` for the supervision topics. */
  readonly readBy: readonly string[];
  readonly schema: z.ZodType<T>;
  /** Kafka key: the county first, so that a province can partition by county. */
  keyOf(payload: T): string;
  /** Validates at the sender and at the reader. Throws ZodError. */
  parse(payload: unknown): T;
}

export type EventOf<D> = D extends EventDefinition<infer T> ? T : never;

interface EventOptions<T> {
  kind: EventKind;
  /** Who sends it and when. */
  summary: string;
  readBy: readonly string[];
  key: (payload: T) => string;
}

const defined: EventDefinition[] = [];

/** A contract is defined once: the type, validation at both ends, AsyncAPI and the topic all come from it. */
export function defineEvent<S extends z.ZodRawShape>(type: string, options: EventOptions<z.output<z.ZodObject<S>>>, shape: S) {
  const schema = z.object(shape).meta({ title: type, description: options.summary });
  type Payload = z.output<typeof schema>;
  const definition: EventDefinition<Payload> = {
    type,
    kind: options.kind,
    summary: options.summary,
    readBy: options.readBy,
    schema: schema as unknown as z.ZodType<Payload>,
    keyOf: options.key,
    parse: (payload) => schema.parse(payload),
  };
  defined.push(definition as EventDefinition);
  return definition;
}

/** Every contract of the platform, in the order of definition: topics are created and AsyncAPI is written from it. */
export function allEvents(): readonly EventDefinition[] {
  return defined;
}

/** `payment-orchestration.order.v1` is sent by `payment-orchestration`. */
export function senderOf(event: Pick<EventDefinition, 'type'>): string {
  return event.type.slice(0, event.type.indexOf('.'));
}

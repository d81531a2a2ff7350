import type { MessageHandler } from '@nestjs/microservices';
import type { EventDefinition } from '@one-card/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import type { ConsumerContext } from './consumes';
import type { Route } from './delivery';
import type { Witness } from './witness';

/** What a service reads besides what its handlers ask for. */
export interface Reading {
  readonly replicas?: readonly EventDefinition[];
  readonly witness?: Pick<Witness, 'events'>;
}

/** Where each topic that a service reads has to go: to the methods marked with @Consumes, into table `replica`, or only past the witness. */
export function routesOf(handlers: ReadonlyMap<string, MessageHandler>, { replicas = [], witness }: Reading): Map<string, Route> {
  const routes = new Map<string, Route>();
  for (const [type, handler] of handlers) {
    const event: unknown = handler.extras?.['event'];
    if (!isEvent(event)) throw new Error(`${type}: consumers are marked with @Consumes(event)`);
    routes.set(type, { event, replica: false, handle: (payload, context) => settled(handler, payload, context) });
  }
  for (const event of replicas) {
    if (event.kind !== 'state') throw new Error(`${event.type} is no state topic, and cannot be replicated`);
    routes.set(event.type, { event, replica: true, handle: routes.get(event.type)?.handle });
  }
  for (const event of witness?.events ?? []) {
    if (!routes.has(event.type)) routes.set(event.type, { event, replica: false, handle: undefined });
  }
  return routes;
}

/** A handler has ended when all that Nest makes of it has: its own promise, and those of other consumers of the same event. */
async function settled(handler: MessageHandler, payload: unknown, context: ConsumerContext): Promise<void> {
  const result: unknown = await handler(payload, context);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

const isEvent = (value: unknown): value is EventDefinition => typeof value === 'object' && value !== null && 'type' in value && 'kind' in value;

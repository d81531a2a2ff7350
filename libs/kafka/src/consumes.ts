import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EventDefinition } from '@one-card/contracts';
import type { Transaction } from '@one-card/database';
import type { EventMeta } from './message';

/** What Nest hands through to a handler beside the payload. */
export interface ConsumerContext {
  readonly tx: Transaction;
  readonly meta: EventMeta;
}

type Handler<T> = (payload: T, tx: Transaction, meta: EventMeta) => unknown;

const contextOf = (execution: ExecutionContext): ConsumerContext => execution.switchToRpc().getContext<ConsumerContext>();
const TransactionOf = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution).tx);
const MetaOf = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution).meta);

/**
 * The method hears this event: once for each event id, in order for each key, inside the transaction that also holds the inbox row and
 * whatever the method publishes. The class stands among its module's `controllers`.
 */
export function Consumes<T>(event: EventDefinition<T>) {
  return <H extends Handler<T>>(target: object, name: string, descriptor: TypedPropertyDescriptor<H>): void => {
    Payload()(target, name, 0);
    TransactionOf()(target, name, 1);
    MetaOf()(target, name, 2);
    EventPattern(event.type, { event })(target, name, descriptor);
  };
}

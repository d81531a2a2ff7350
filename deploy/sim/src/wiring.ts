import type { DynamicModule, FactoryProvider, Provider, Type } from '@nestjs/common';
import { Database } from '@one-card/database';
import { Backpressure, type Delivery, KafkaTransport, type KafkaTransportOptions, OutboxRelay, routesOf } from '@one-card/kafka';
import { ServiceModule } from '@one-card/service';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';

/** Makes another provider of the one that stands in a module. */
export type Replacement = readonly [token: unknown, by: (original: Provider) => Provider];

const tokenOf = (provider: Provider): unknown => (typeof provider === 'function' ? provider : provider.provide);

/** Puts other providers in the place of those that a service's module names, in its own list and in that of the library's module. */
export function replaceProviders(module: Type, replacements: readonly Replacement[]): void {
  const replaced = new Map(replacements);
  const swap = (providers: Provider[]): Provider[] => providers.map((provider) => replaced.get(tokenOf(provider))?.(provider) ?? provider);
  const imports = Reflect.getMetadata('imports', module) as (Type | DynamicModule)[];
  for (const one of imports) if ('module' in one && one.module === ServiceModule) one.providers = swap(one.providers ?? []);
  Reflect.defineMetadata('providers', swap(Reflect.getMetadata('providers', module) as Provider[]), module);
}

/** Tasks of one service that go on at once. Production lets four transactions do so; more only makes more of a mess. */
export const TASKS_AT_ONCE = 4;
/** Never a reason to wait: a task that waits for a connection would be still where no step shows it. */
const CONNECTIONS = 12;

/** The service's own database, over connections whose statements wait for their turn. */
export const overClient =
  (client: typeof Client) =>
  (original: Provider): Provider => ({
    ...(original as FactoryProvider<Database>),
    useFactory: async () => {
      const plain = (await (original as FactoryProvider<Database>).useFactory()) as Database;
      const { options } = plain.dataSource;
      await plain.close();
      // Nothing ends by real time: a suspended transaction waits as long as the schedule lets it.
      const patient = {
        idle_in_transaction_session_timeout: 0,
        lock_timeout: 0,
        statement_timeout: 0,
        connectionTimeoutMillis: 0,
        idleTimeoutMillis: 0,
      };
      const extra = { ...(options.extra as object), ...patient, Client: client };
      return new Database(await new DataSource({ ...options, poolSize: CONNECTIONS, extra } as typeof options).initialize());
    },
  });

/** The transport of production, which takes its handlers in from Nest and never goes to a broker: the schedule says when a message is handled. */
function withoutBroker(original: Provider): Provider {
  const factory = original as FactoryProvider<KafkaTransport>;
  const useFactory = async (...given: unknown[]): Promise<KafkaTransport> => {
    const transport = await factory.useFactory(...(given as []));
    const options = Reflect.get(transport, 'options') as KafkaTransportOptions;
    Reflect.set(transport, 'joined', true);
    transport.listen = (callback): void => {
      for (const [topic, route] of routesOf(transport.getHandlers(), options)) deliveryIn(transport).routes.set(topic, route);
      callback();
    };
    transport.close = () => Promise.resolve();
    return transport;
  };
  return { ...factory, useFactory };
}

export const deliveryIn = (transport: KafkaTransport): Delivery => Reflect.get(transport, 'delivery') as Delivery;

/** The relay's steps are the schedule's: as a provider it only has to be there. */
const stillRelay = (original: Provider): Provider => {
  const factory = original as FactoryProvider<OutboxRelay>;
  const useFactory = async (...given: unknown[]): Promise<OutboxRelay> =>
    Object.assign(await factory.useFactory(...(given as [])), { start: () => undefined });
  return { ...factory, useFactory };
};

/** Lag at a broker and age in real time say nothing here; a source that rests would only make the same schedules longer. */
const roomy = (): Provider => ({
  provide: Backpressure,
  useValue: { hasRoomFor: () => Promise.resolve(true), demandOutbox: () => Promise.resolve() },
});

export const replacementsFor = (client: typeof Client): Replacement[] => [
  [Database, overClient(client)],
  [KafkaTransport, withoutBroker],
  [OutboxRelay, stillRelay],
  [Backpressure, roomy],
];

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type Provider, type Type } from '@nestjs/common';
import { division, type EventDefinition } from '@one-card/contracts';
import { Database } from '@one-card/database';
import { Backpressure, DeadLetters, KafkaTransport, OutboxRelay, Replicas, type Witness } from '@one-card/kafka';
import { Envelopes, envelopesFrom, Vault, vaultFrom } from '@one-card/sealing';
import type { EntitySchema } from 'typeorm';
import { DivisionLookup } from './acting/division-lookup';
import { ReplicatedDivisions } from './acting/replicated-divisions';
import { type AnyConfig, ConfigError } from './config/config';

/** Any event, whatever it carries. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a definition takes its payload in and gives it out, so no other type holds them all
export type AnyEvent = EventDefinition<any>;

/** A key that this service left out of its configuration, but that something in its module needs. */
function needed<T>(value: T | undefined, env: string): T {
  if (value === undefined) throw new ConfigError(`${env} is missing`);
  return value;
}

export function databaseProvider(config: AnyConfig, entities: readonly (Type<object> | EntitySchema)[]): Provider {
  return { provide: Database, useFactory: () => Database.open({ url: needed(config.databaseUrl, 'DATABASE_URL'), entities: [...entities] }) };
}

/** Sends from when the service is up until its listeners are shut, and only then lets go of the database. */
@Injectable()
class Connections implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
  ) {}

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await this.database.close();
  }
}

export const kafkaServices = [KafkaTransport, OutboxRelay, Replicas, DeadLetters, Backpressure];

export function kafkaProviders(service: string, config: AnyConfig, replicas: readonly AnyEvent[], witness?: Type<Witness>): Provider[] {
  const options = (database: Database) => ({ service, database, brokers: needed(config.kafkaBrokers, 'KAFKA_BROKERS'), prefix: config.topicPrefix });
  const transport = (database: Database, seeing?: Witness) => new KafkaTransport({ ...options(database), replicas, witness: seeing });
  return [
    { provide: KafkaTransport, useFactory: transport, inject: [Database, ...(witness ? [witness] : [])] },
    ...(witness ? [witness] : []),
    { provide: OutboxRelay, useFactory: (database: Database) => new OutboxRelay(options(database)), inject: [Database] },
    { provide: Backpressure, useFactory: (database: Database) => new Backpressure(options(database)), inject: [Database] },
    { provide: DeadLetters, useFactory: ({ deadLetters }: KafkaTransport) => deadLetters, inject: [KafkaTransport] },
    Replicas,
    Connections,
  ];
}

/** Who owns the divisions answers from their own tables; everybody else keeps a replica. */
export function divisionProvider(own: Type<DivisionLookup> | undefined): Provider {
  return { provide: DivisionLookup, useClass: own ?? ReplicatedDivisions };
}

export function withDivisions(replicas: readonly AnyEvent[], own: Type<DivisionLookup> | undefined): AnyEvent[] {
  return own === undefined ? [...new Set<AnyEvent>([...replicas, division])] : [...replicas];
}

/** Asked of the shape, not of the values: a module is put together before anything is read. */
export function sealingProviders(config: AnyConfig): Provider[] {
  if (!('dataKeys' in config)) return [];
  const vault = () => vaultFrom({ dataKeys: needed(config.dataKeys, 'DATA_KEYS'), lookupKey: needed(config.lookupKey, 'LOOKUP_KEY') });
  const envelopes = () => envelopesFrom({ publicKeys: config.sealingPublicKeys, privateKey: config.sealingPrivateKey });
  return [
    { provide: Vault, useFactory: vault },
    { provide: Envelopes, useFactory: envelopes },
  ];
}

import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Database } from '@one-card/database';
import { OutboxRelay } from '../relay';
import { KafkaTransport } from '../transport';
import type { WatchTimes } from '../watch';
import { sampleModule, thing } from './sample';

export interface Place {
  brokers: string;
  prefix: string;
  databaseUrl: string;
}

export interface Member {
  database: Database;
  transport: KafkaTransport;
  /** what would have ended the process */
  fatal: unknown[];
  stop(): Promise<void>;
}

export const SERVICE = 'sample';

export interface MemberOptions {
  name?: string;
  relay?: boolean;
  onCommit?: () => void;
  watchTimes?: WatchTimes;
}

/** One process's worth of a service: several may share a place. */
export async function startMember(place: Place, options: MemberOptions = {}): Promise<Member> {
  const { name = 'first', relay: relays = true, onCommit = () => undefined, watchTimes } = options;
  const database = await Database.open({ url: place.databaseUrl });
  database.onCommit(onCommit);
  const shared = { brokers: place.brokers, prefix: place.prefix, service: SERVICE, database };
  const fatal: unknown[] = [];
  const transport = new KafkaTransport({
    ...shared,
    replicas: [thing],
    onFatal: (error) => void fatal.push(error),
    ...(watchTimes && { watchTimes }),
  });
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(sampleModule(database, name), { strategy: transport, logger: false });
  await app.listen();
  const relay = new OutboxRelay(shared);
  if (relays) relay.start();
  const stop = async (): Promise<void> => {
    await app.close();
    await relay.stop();
    await database.close();
    if (fatal.length > 0) throw fatal[0];
  };
  return { database, transport, fatal, stop };
}

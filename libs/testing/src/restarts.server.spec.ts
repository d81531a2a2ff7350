import { Controller, Logger, Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { defineEvent, type EventOf } from '@one-card/contracts';
import { Database, databaseMigrations, provision, runMigrations, sql, Transaction } from '@one-card/database';
import { Consumes, createPublisher, createTopics, kafkaMigrations, KafkaTransport, OutboxRelay, RpcErrorsFilter } from '@one-card/kafka';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { eventually } from './eventually';
import { freePort, type RunningKafka, type RunningPostgres } from './servers';
import { ownKafka, ownPostgres, testFolder } from './test-servers';
import { TopicLog } from './topic-log';

Logger.overrideLogger(false);

const asked = defineEvent(
  'sample.asked.v1',
  { kind: 'chunk', summary: 'a sample', readBy: [], key: ({ key }) => key },
  { key: z.string(), no: z.int() },
);
const answered = defineEvent(
  'sample.answered.v1',
  { kind: 'record', summary: 'a sample', readBy: [], key: ({ key }) => key },
  { key: z.string(), no: z.int() },
);

@Controller()
class Answers {
  @Consumes(asked)
  answer(question: EventOf<typeof asked>, tx: Transaction): Promise<void> {
    return tx.publish(answered, question);
  }
}

@Module({ controllers: [Answers], providers: [{ provide: APP_FILTER, useClass: RpcErrorsFilter }] })
class AnswersModule {}

/** Servers of its own: they are killed here. */
describe('a service whose servers are killed and come back', () => {
  const fatal: unknown[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  let folder: string;
  let kafka: RunningKafka;
  let kafkaPorts: { port: number; controllerPort: number };
  let postgres: RunningPostgres;
  let postgresPort: number;
  let database: Database;
  let ask: (numbers: readonly number[]) => Promise<void>;
  let log: TopicLog;

  beforeAll(async () => {
    folder = await testFolder();
    kafkaPorts = { port: await freePort(), controllerPort: await freePort() };
    postgresPort = await freePort();
    [kafka, postgres] = await Promise.all([ownKafka(folder, kafkaPorts), ownPostgres(folder, postgresPort)]);
    const { databaseUrl, migratorUrl } = await provision(postgres.adminUrl, 'sample', 'sample');
    await runMigrations(migratorUrl, [...databaseMigrations, ...kafkaMigrations]);
    database = await Database.open({ url: databaseUrl });
    const shared = { brokers: kafka.brokers, service: 'sample', database };
    const strategy = new KafkaTransport({ ...shared, onFatal: (error) => void fatal.push(error) });
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(AnswersModule, { strategy, logger: false });
    await app.listen();
    const relay = new OutboxRelay(shared);
    relay.start();
    await createTopics(kafka.brokers, '', [answered]);
    log = new TopicLog(shared);
    const publisher = await createPublisher(shared, 'test');
    ask = async (numbers) => {
      for (const no of numbers) await publisher.publish(asked, { key: `k${String(no % 5)}`, no });
    };
    stops.push(
      () => publisher.close(),
      () => log.close(),
      () => app.close(),
      () => relay.stop(),
      () => database.close(),
    );
  }, 120_000);

  afterAll(async () => {
    for (const stop of stops) await stop();
    await Promise.all([kafka.stop(), postgres.stop()]);
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const answeredAll = (count: number, handled: number) =>
    eventually(async () => {
      const numbers = (await log.soFar(answered)).map(({ no }) => no);
      expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, no) => no));
      expect(await database.query(sql`SELECT count(*)::int AS handled, (SELECT count(*)::int FROM dead_letter) AS dead FROM inbox`)).toEqual([
        { handled, dead: 0 },
      ]);
    }, 60_000);

  it('goes on where it was when PostgreSQL was killed', async () => {
    await ask([0, 1, 2, 3, 4]);
    await answeredAll(5, 5);
    await postgres.kill();
    await ask([5, 6, 7, 8, 9]);
    postgres = await ownPostgres(folder, postgresPort);
    await answeredAll(10, 10);
  }, 120_000);

  it('goes on where it was when the broker was killed', async () => {
    await kafka.kill();
    await database.transaction((tx) => tx.publish(answered, { key: 'k', no: 10 }));
    kafka = await ownKafka(folder, kafkaPorts);
    await answeredAll(11, 10);
    await ask([11, 12, 13]);
    await answeredAll(14, 13);
    expect(fatal).toEqual([]);
  }, 180_000);
});

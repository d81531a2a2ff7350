import { rm } from 'node:fs/promises';
import { Controller, HttpCode, Module, Post } from '@nestjs/common';
import { defineEvent, type EventOf } from '@one-card/contracts';
import { sql, Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { freePort, ownKafka, type RunningKafka, type ServiceUnderTest, serviceUnderTest, testFolder } from '@one-card/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Command, defineConfig, Public, ServiceModule, Tx } from '.';

const asked = defineEvent('work.asked.v1', { kind: 'record', summary: 'a sample', readBy: [], key: ({ no }) => String(no) }, { no: z.int() });

@Controller('work')
@Public()
class WorkController {
  @Post()
  @HttpCode(200)
  @Command()
  async ask(@Tx() tx: Transaction) {
    const { no } = await tx.one<{ no: number }>(sql`INSERT INTO work DEFAULT VALUES RETURNING no`);
    await tx.publish(asked, { no });
    return { no };
  }

  @Consumes(asked)
  async do({ no }: EventOf<typeof asked>, tx: Transaction) {
    await tx.execute(sql`UPDATE work SET done = done + 1 WHERE no = ${no}`);
  }
}

class Work1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE work (no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, done integer NOT NULL DEFAULT 0)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE work');
  }
}

const config = defineConfig({});

@Module({
  imports: [ServiceModule.forService({ name: 'work', config, migrations: [Work1764000000000] })],
  controllers: [WorkController],
})
class WorkModule {}

describe('a service whose Kafka is away', () => {
  let folder: string;
  let ports: { port: number; controllerPort: number };
  let kafka: RunningKafka;
  let given: ServiceUnderTest;

  beforeAll(async () => {
    folder = await testFolder();
    ports = { port: await freePort(), controllerPort: await freePort() };
    kafka = await ownKafka(folder, ports);
    given = await serviceUnderTest({ name: 'work', module: WorkModule, config, env: { KAFKA_BROKERS: kafka.brokers, LOG_LEVEL: 'fatal' } });
  }, 120_000);
  afterAll(async () => {
    await given.stop();
    await kafka.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const done = () => given.database.query<{ no: number; done: number }>(sql`SELECT no, done FROM work ORDER BY no`);
  const ask = async () => (await given.anonymous.post('/work')).status;
  const ready = async () => (await given.anonymous.get('/health/ready')).status;

  it('is ready no more, takes commands all the same, and hands each on once when Kafka is back', async () => {
    expect(await ask()).toBe(200);
    await given.eventually(async () => expect(await done()).toEqual([{ no: 1, done: 1 }]));
    await kafka.kill();
    expect([await ask(), await ask()]).toEqual([200, 200]);
    await given.eventually(async () => expect(await ready()).toBe(503), 60_000);
    kafka = await ownKafka(folder, ports);
    await given.eventually(async () => expect((await done()).map((row) => row.done)).toEqual([1, 1, 1]), 60_000);
    await given.eventually(async () => expect(await ready()).toBe(200), 60_000);
  }, 180_000);
});

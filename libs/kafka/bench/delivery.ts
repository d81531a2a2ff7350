import 'reflect-metadata';
import { defineEvent, matchedChunk } from '@one-card/contracts';
import { type Database, sql, type Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Consumes } from '../src/consumes';
import { createTopics } from '../src/admin';
import { OutboxRelay } from '../src/relay';
import { Fixture } from '../src/spec/fixture';
import { SERVICE } from '../src/spec/member';
import { KafkaTransport } from '../src/transport';
import { matchedSample } from './sample-chunk';

/**
 * What carrying a message costs, from one topic through a transaction to another: small ones, and full chunks.
 * `source <TEST_POSTGRES_URL, TEST_KAFKA_BROKERS>; node -r @swc-node/register libs/kafka/bench/delivery.ts [small] [chunks]`
 */
const [small = 4_000, chunks = 200] = process.argv.slice(2).map(Number);

const options = { summary: 'bench', readBy: [] };
const note = defineEvent('bench.note.v1', { ...options, kind: 'record', key: ({ key }) => key }, { key: z.string(), no: z.int() });
const answer = defineEvent('bench.answer.v1', { ...options, kind: 'record', key: ({ key }) => key }, { key: z.string(), no: z.int() });
const copied = defineEvent('bench.chunk.v1', { ...options, kind: 'chunk', key: ({ chunk }) => chunk.chunkId }, (matchedChunk.schema as never as z.ZodObject).shape as never as { chunk: z.ZodType<{ chunkId: string }> }); // prettier-ignore

@Controller()
class BenchConsumer {
  @Consumes(note)
  async note({ key, no }: { key: string; no: number }, tx: Transaction): Promise<void> {
    await tx.execute(sql`INSERT INTO heard (key, no) VALUES (${key}, ${no})`);
    await tx.publish(answer, { key, no });
  }

  @Consumes(matchedChunk)
  async chunk(payload: ReturnType<typeof matchedSample>, tx: Transaction): Promise<void> {
    const { rowNo } = payload.lines;
    await tx.copy('heard', ['key', 'no'], rowNo.map((no) => [payload.chunk.chunkId, no] as const)); // prettier-ignore
    await tx.publish(copied, payload);
  }
}

@Module({ controllers: [BenchConsumer] })
class BenchModule {}

async function until(database: Database, statement: ReturnType<typeof sql>): Promise<void> {
  for (;;) {
    const row = await database.maybe<{ ready: boolean }>(statement);
    if (row?.ready === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Puts all into the topic first, then lets a member read it: the time to the last message that it sent in its turn. */
async function run(name: string, count: number, fill: (given: Fixture) => Promise<void>, rows: number): Promise<void> {
  const given = await Fixture.create();
  const { brokers, prefix } = given.place;
  await createTopics(brokers, prefix, [note, answer, matchedChunk, copied]);
  await fill(given);
  const shared = { brokers, prefix, service: SERVICE, database: given.database };
  const transport = new KafkaTransport(shared);
  const relay = new OutboxRelay(shared);
  const app = await NestFactory.createMicroservice(BenchModule, { strategy: transport, logger: false });
  const [begin, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
  await app.listen();
  relay.start();
  await until(given.database, sql`SELECT (SELECT count(*) FROM heard) = ${rows} AND NOT EXISTS (SELECT FROM outbox) AS ready`);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const rate = (count / seconds).toFixed(0);
  process.stdout.write(
    `${name}: ${String(count)} in ${seconds.toFixed(2)} s, ${rate} a second, ${((user + system) / count).toFixed(0)} µs of Node's CPU each\n`,
  );
  await app.close();
  await relay.stop();
  await given.stop();
}

async function fillSmall(given: Fixture): Promise<void> {
  for (let at = 0; at < small; at += 500) {
    await Promise.all(Array.from({ length: 500 }, (_, more) => given.publisher.publish(note, { key: `k${String(more % 64)}`, no: at + more })));
  }
}

async function fillChunks(given: Fixture): Promise<void> {
  const sample = matchedSample();
  for (let at = 0; at < chunks; at++) await given.publisher.publish(matchedChunk, { ...sample, chunk: { ...sample.chunk, chunkId: uuidv7() } });
}

async function main(): Promise<void> {
  await run('small messages', small, fillSmall, small);
  await run('full chunks', chunks, fillChunks, chunks * 2_000);
}

void main().then(() => process.exit(0));

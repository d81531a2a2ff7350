import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Controller, Get, HttpCode, Module, Post, Req } from '@nestjs/common';
import { defineEvent } from '@one-card/contracts';
import { Database, sql, Transaction } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import type { Request } from 'express';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Command, defineConfig, Public, ServiceModule, Tx } from '.';

const added = defineEvent('jobs.added.v1', { kind: 'record', summary: 'a sample', readBy: [], key: ({ no }) => String(no) }, { no: z.int() });

/** What the slow ones wait for. */
const gate = { waits: 0, open: () => {} };

@Controller('jobs')
@Public()
class JobsController {
  constructor(private readonly database: Database) {}

  @Get('slow')
  async slow() {
    gate.waits += 1;
    await new Promise<void>((resolve) => (gate.open = resolve));
    return { done: true };
  }

  @Get()
  async all() {
    return this.database.query(sql`SELECT no FROM job ORDER BY no`);
  }

  @Post()
  @Command()
  async add(@Tx() tx: Transaction) {
    const { no } = await tx.one<{ no: number }>(sql`INSERT INTO job DEFAULT VALUES RETURNING no`);
    await tx.publish(added, { no });
    return { no };
  }

  @Post('full')
  @HttpCode(200)
  full(): never {
    throw Object.assign(new Error('could not extend file'), { code: '53100' });
  }

  /** As files come in: read as a stream, in one transaction. */
  @Post('file')
  async file(@Req() incoming: unknown) {
    const request = incoming as Request;
    return this.database.transaction(async (tx) => {
      await tx.execute(sql`INSERT INTO job DEFAULT VALUES`);
      gate.waits += 1;
      let bytes = 0;
      for await (const piece of request as AsyncIterable<Buffer>) bytes += piece.length;
      return { bytes };
    });
  }
}

class Jobs1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE job (no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE job');
  }
}

const config = defineConfig({});

@Module({
  imports: [ServiceModule.forService({ name: 'jobs', config, migrations: [Jobs1764000000000] })],
  controllers: [JobsController],
})
class JobsModule {}

/** Stands before PostgreSQL, and can be taken away. */
class Cable {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(private readonly target: URL) {}

  async plugIn(): Promise<string> {
    this.server = createServer((client) => {
      const upstream = connect(Number(this.target.port), this.target.hostname);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.sockets.add(from);
        from.pipe(to).on('error', () => to.destroy());
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
      }
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.port = address.port;
    const url = new URL(this.target);
    url.host = `127.0.0.1:${String(this.port)}`;
    return url.href;
  }

  async pullOut(): Promise<void> {
    const closed = this.server && once(this.server, 'close');
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await closed;
  }
}

let given: ServiceUnderTest;
let cable: Cable;
beforeAll(async () => {
  given = await serviceUnderTest({ name: 'jobs', module: JobsModule, config, env: { LOG_LEVEL: 'fatal' } });
  cable = new Cable(new URL(config.databaseUrl));
  await given.restart({ DATABASE_URL: await cable.plugIn() });
});
afterAll(async () => {
  await given.stop();
  await cable.pullOut();
});

const readiness = () =>
  given.anonymous.get('/health/ready').then(
    ({ status }) => status,
    () => 'refused',
  );
const jobs = async () => (await given.anonymous.get<{ no: number }[]>('/jobs')).body.length;
const untilWaiting = (before: number) => given.eventually(() => expect(gate.waits).toBeGreaterThan(before));

describe('a service that is told to stop', () => {
  it('is ready no more, answers what is under way, and then ends', async () => {
    const before = gate.waits;
    const slow = given.anonymous.get('/jobs/slow');
    await untilWaiting(before);
    const restarted = given.restart({ DATABASE_URL: await cableUrl() });
    await given.eventually(async () => expect(await readiness()).not.toBe(200));
    gate.open();
    expect(await slow).toMatchObject({ status: 200, body: { done: true } });
    await restarted;
    expect(await readiness()).toBe(200);
  });

  it('tells an upload that does not end to come again, and keeps nothing of it', async () => {
    const [before, kept] = [gate.waits, await jobs()];
    const { port } = new URL(given.url);
    const upload = httpRequest({
      port,
      path: '/api/jobs/jobs/file',
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': 'x' },
    });
    upload.on('error', () => undefined).write('half of a file');
    const answered = once(upload, 'response') as Promise<[{ statusCode: number; headers: Record<string, string> }]>;
    await untilWaiting(before);
    await given.restart({ DATABASE_URL: await cableUrl() });
    const [{ statusCode, headers }] = await answered;
    expect([statusCode, headers['retry-after']]).toEqual([503, '2']);
    expect(await jobs()).toBe(kept);
  });
});

describe('a service whose PostgreSQL is away', () => {
  it('says so in a sentence, loses nothing, and goes on by itself', async () => {
    const kept = await jobs();
    await cable.pullOut();
    const [read, command] = [await given.anonymous.get('/jobs'), await given.anonymous.post('/jobs', {}, { idempotencyKey: 'while-away' })];
    for (const { status, headers, body } of [read, command]) {
      expect([status, headers.get('retry-after'), headers.get('content-type')]).toEqual([503, '2', expect.stringContaining('problem+json')]);
      expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('稍后用同一幂等键重试') });
    }
    expect(await readiness()).toBe(503);
    await cable.plugIn();
    await given.eventually(async () => expect(await readiness()).toBe(200));
    expect((await given.anonymous.post('/jobs', {}, { idempotencyKey: 'while-away' })).status).toBe(201);
    expect(await jobs()).toBe(kept + 1);
    await given.published(added, ({ no }) => no > kept);
  });

  it('says in another when its disk is full', async () => {
    expect(await given.anonymous.post('/jobs/full', {}, { headers: { 'accept-language': 'en' } })).toMatchObject({
      status: 503,
      body: { code: 'storage-full', detail: expect.stringContaining('The disk is full') },
    });
  });
});

describe('what a service tells of itself', () => {
  it('is the time of requests by route, its outbox, its pool, its memory and its event loop', async () => {
    await given.anonymous.get('/jobs');
    const read = async () => (await fetch(`${given.url}/metrics`)).text();
    const answered = /^http_request_seconds_count\{(?=.*method="GET")(?=.*route="\/api\/jobs\/jobs")(?=.*status="200").*\} \d+$/m;
    await given.eventually(async () => expect(answered.test(await read())).toBe(true));
    const text = await read();
    for (const name of [
      'outbox_depth',
      'outbox_age_seconds',
      'dead_letters',
      'database_pool',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
    ])
      expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
    expect(text).toMatch(/database_answers\{service="jobs"\} 1/);
  });
});

/** The same address as long as the cable lasts. */
const cableUrl = () => Promise.resolve(config.databaseUrl);

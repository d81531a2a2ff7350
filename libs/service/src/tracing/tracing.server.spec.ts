import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, HttpCode, Module, Post } from '@nestjs/common';
import { defineEvent, type EventOf } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { Command, defineConfig, Public, ServiceModule, Tx } from '..';
import { z } from 'zod';
import { startTracing } from './tracing';

const shape = { no: z.int() };
const asked = defineEvent('traced.asked.v1', { kind: 'record', summary: 'a sample', readBy: [], key: ({ no }) => String(no) }, shape);
const done = defineEvent('traced.done.v1', { kind: 'record', summary: 'a sample', readBy: [], key: ({ no }) => String(no) }, shape);

@Controller('acts')
@Public()
class ActsController {
  @Post()
  @HttpCode(200)
  @Command()
  async act(@Tx() tx: Transaction) {
    await tx.publish(asked, { no: 1 });
    return {};
  }

  @Consumes(asked)
  async asked({ no }: EventOf<typeof asked>, tx: Transaction) {
    await tx.publish(done, { no });
  }
}

const config = defineConfig({});

@Module({ imports: [ServiceModule.forService({ name: 'traced', config })], controllers: [ActsController] })
class TracedModule {}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('a trace', () => {
  /** What a collector is sent: protobuf, in which ids are bytes and names are text. */
  const received: { path: string; body: Buffer }[] = [];
  const collector = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: Buffer.concat(pieces) });
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  let given: ServiceUnderTest;
  let tracing: Awaited<ReturnType<typeof startTracing>>;

  beforeAll(async () => {
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    tracing = await startTracing('traced', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}` });
    given = await serviceUnderTest({ name: 'traced', module: TracedModule, config });
  });
  afterAll(async () => {
    await given.stop();
    collector.close();
    collector.closeAllConnections();
  });

  it('goes from the request through the outbox to the consumer, and on with what that says', async () => {
    const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    expect((await given.anonymous.post('/acts', {}, { headers })).status).toBe(200);
    await given.published(done);
    await tracing?.stop();
    expect(received.map(({ path }) => path)).toContain('/v1/traces');
    const sent = Buffer.concat(received.map(({ body }) => body)).toString('latin1');
    expect(sent).toContain('POST /api/traced/acts');
    expect(sent).toMatch(/process [\w.-]*traced\.asked\.v1/);
    const trace = Buffer.from(TRACE, 'hex').toString('latin1');
    expect(sent.split(trace).length - 1).toBeGreaterThanOrEqual(2);
  });

  it('costs nothing and loads nothing where no collector is named', async () => {
    expect(await startTracing('traced', {})).toBeUndefined();
  });
});

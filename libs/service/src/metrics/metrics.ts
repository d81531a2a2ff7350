import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Gauges, KafkaTransport } from '@one-card/kafka';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { SERVICE_NAME } from '../tokens';

/** Seconds: a read from memory, a page, a chunk, a file. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What this process can be asked for by Prometheus: of itself, of its requests, of the messages it handles, of its outbox and its pool. */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private readonly messages: Histogram<'topic' | 'outcome'>;
  private readonly lag: Gauge<'topic' | 'partition'>;
  private readonly single: Record<'outboxDepth' | 'outboxAge' | 'deadLetters' | 'scrape', Gauge>;
  private readonly pool: Gauge<'state'>;
  private readonly transport: KafkaTransport;

  constructor(transport: KafkaTransport, @Inject(SERVICE_NAME) service: string) {
    this.transport = transport;
    const { registry } = this;
    registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 });
    const registers = [registry];
    this.requests = new Histogram({
      ...{ name: 'http_request_seconds', help: 'Time to answer a request', labelNames: ['method', 'route', 'status'], buckets: BUCKETS, registers },
    });
    const help = 'Time to handle a message with its transaction, by topic, which is its stage';
    this.messages = new Histogram({ name: 'message_seconds', help, labelNames: ['topic', 'outcome'], buckets: BUCKETS, registers });
    this.lag = new Gauge({ name: 'consumer_lag', help: 'Messages that wait to be read', labelNames: ['topic', 'partition'], registers });
    this.pool = new Gauge({ name: 'database_pool', help: 'Connections, and transactions that wait', labelNames: ['state'], registers });
    this.single = {
      outboxDepth: new Gauge({ name: 'outbox_depth', help: 'Messages that are not sent yet', registers }),
      outboxAge: new Gauge({ name: 'outbox_age_seconds', help: 'Age of the oldest of them', registers }),
      deadLetters: new Gauge({ name: 'dead_letters', help: 'Messages that could not be handled and wait for a person', registers }),
      scrape: new Gauge({ name: 'database_answers', help: '1 when the figures of the database are fresh', registers }),
    };
    transport.figures.onMessage(({ topic, outcome, seconds }) => this.messages.observe({ topic, outcome }, seconds));
  }

  /** Nothing of this process outlives it, not even in a test that starts several. */
  onApplicationShutdown(): void {
    this.registry.clear();
  }

  async text(): Promise<string> {
    const gauges = await this.transport.figures.gauges().catch(() => undefined);
    this.single.scrape.set(gauges === undefined ? 0 : 1);
    if (gauges !== undefined) this.show(gauges);
    return this.registry.metrics();
  }

  /** Called when a request comes, before anything of it is known but its method; the function that is given, when it is over. */
  watch(request: IncomingMessage, response: ServerResponse): () => void {
    const began = process.hrtime.bigint();
    return () => {
      const labels = { method: request.method ?? '', route: routeOf(request), status: String(response.statusCode) };
      this.requests.observe(labels, Number(process.hrtime.bigint() - began) / 1e9);
    };
  }

  private show({ lag, outbox, deadLettersOpen, pool }: Gauges): void {
    this.lag.reset();
    for (const { topic, partition, lag: behind } of lag) this.lag.set({ topic, partition: String(partition) }, behind);
    this.single.outboxDepth.set(outbox.depth);
    this.single.outboxAge.set(outbox.oldestSeconds);
    this.single.deadLetters.set(deadLettersOpen);
    for (const [state, value] of Object.entries(pool)) this.pool.set({ state }, value as number);
  }
}

/** The pattern and never the path: ids would make a series each. What is passed on to a service is named by it. */
export function routeOf(request: IncomingMessage): string {
  const route: unknown = Reflect.get(request, 'route');
  if (typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string') return route.path;
  const original: unknown = Reflect.get(request, 'originalUrl');
  const service = /^\/api\/([a-z-]{1,40})(?=[/?]|$)/.exec(typeof original === 'string' ? original : (request.url ?? ''))?.[1];
  return service === undefined ? 'other' : `/api/${service}/*`;
}

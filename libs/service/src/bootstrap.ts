import type { Server } from 'node:http';
import { url as inspectorUrl } from 'node:inspector';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { runMigrations } from '@one-card/database';
import { KafkaTransport } from '@one-card/kafka';
import type { NextFunction, Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { type AnyConfig, ConfigError, loadConfig, useEnvironment } from './config/config';
import { Draining } from './http/draining';
import { prefixOf, rootPaths } from './http/prefix';
import { requestContext } from './http/request-context';
import { createLogger } from './logging/logger';
import { Metrics } from './metrics/metrics';
import { migrationsOf } from './registered';
import { inSpan, startTracing } from './tracing/tracing';
import { startPulse } from './work/pulse';

export interface ServiceDefinition {
  readonly name: string;
  readonly module: new () => unknown;
  readonly config: AnyConfig;
  /** Adds what must see a request before its body is read: the gateway's proxies. */
  readonly configure?: (app: NestExpressApplication) => void | Promise<void>;
}

export interface ServiceOptions {
  /** Read instead of process.env. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunningService {
  readonly app: NestExpressApplication;
  readonly url: string;
  close(): Promise<void>;
}

/** A body of JSON is small; files come as multipart or octet streams and are read as streams. */
const jsonLimit = '1mb';

/** Starts a service: HTTP, Kafka and the relay. Resolves when it answers. */
export async function createService({ name, module, config, configure }: ServiceDefinition, options: ServiceOptions = {}): Promise<RunningService> {
  if (options.env !== undefined) useEnvironment(config, options.env);
  loadConfig(config);
  const app = await NestFactory.create<NestExpressApplication>(module, { bufferLogs: true, abortOnError: false, bodyParser: false });
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  const [draining, metrics] = [app.get(Draining), app.get(Metrics)];
  app.use((request: Request, response: Response, next: NextFunction) => {
    const endings = [draining.watch(request, response), metrics.watch(request, response), inSpan(request, response, next)];
    response.once('close', () => endings.forEach((end) => end()));
  });
  app.use(requestContext);
  await configure?.(app);
  app.useBodyParser('json', { limit: jsonLimit });
  app.setGlobalPrefix(prefixOf(name), { exclude: rootPaths });
  app.connectMicroservice({ strategy: app.get(KafkaTransport) }, { inheritAppConfig: true });
  try {
    await app.init();
    await app.startAllMicroservices();
    await app.listen(config.port ?? 0, config.host ?? '127.0.0.1');
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  const server = app.getHttpServer() as Server;
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    draining.begin(server);
    // the consumer leaves its group after the chunk in hand, while requests that are under way are answered
    await Promise.all([app.get(KafkaTransport).close(), app.close()]);
  };
  return { app, url: `http://127.0.0.1:${port}`, close };
}

/** Runs the migrations of the library and of the service, as the role that owns the tables. */
export async function migrateService({ name, config }: ServiceDefinition, options: ServiceOptions = {}): Promise<void> {
  if (options.env !== undefined) useEnvironment(config, options.env);
  const url = config.migratorDatabaseUrl;
  if (url === undefined) throw new ConfigError('MIGRATOR_DATABASE_URL is missing, and without it no migration can run');
  await runMigrations(url, migrationsOf(name));
}

const drainLimitMs = 10_000;

/** The whole of a service's main.ts. `node main.js migrate` runs the migrations and ends. */
export async function bootstrap(definition: ServiceDefinition): Promise<void> {
  const logger = createLogger(definition.name, process.env.LOG_LEVEL === undefined || process.env.LOG_LEVEL === '' ? 'info' : process.env.LOG_LEVEL);
  const fail = (error: unknown) => {
    // configuration and keys are told in one sentence: a stack would bury it
    const told = error instanceof Error && ['ConfigError', 'SealingError'].includes(error.name);
    if (told) logger.fatal(`${definition.name} cannot start: ${error.message}.`);
    else logger.fatal({ err: error }, `${definition.name} stops: something failed that nobody handled`);
    logger.flush(() => process.exit(1));
  };
  process.on('unhandledRejection', fail).on('uncaughtException', fail);
  try {
    if (process.argv[2] === 'migrate') await migrateService(definition);
    else await run(definition, fail);
  } catch (error) {
    fail(error);
  }
}

async function run(definition: ServiceDefinition, fail: (error: unknown) => void): Promise<void> {
  const tracing = await startTracing(definition.name);
  const service = await createService(definition);
  const close = async (): Promise<void> => {
    await service.close();
    await tracing?.stop();
  };
  drainOnSignal({ ...service, close }, definition.name, fail);
  // A breakpoint is a blocked loop too.
  if (inspectorUrl() === undefined) startPulse();
}

/** Finishes what is under way, takes nothing new, and ends. A second signal, or work that does not end, ends it at once. */
function drainOnSignal(service: RunningService, name: string, fail: (error: unknown) => void): void {
  let draining = false;
  const drain = () => {
    if (draining) process.exit(1);
    draining = true;
    setTimeout(() => fail(new Error(`${name} did not finish its work within ${drainLimitMs} ms`)), drainLimitMs).unref();
    service.close().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', drain).on('SIGINT', drain);
}

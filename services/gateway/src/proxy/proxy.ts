import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type ActingRequest, actorOf, correlationHeader, signStatement, statementHeader, traceHeaders } from '@one-card/service';
import type { RequestHandler, Response } from 'express';
import { config } from '../config';
import { forward } from './forward';
import { sizeLimit } from './limits';
import { noSuchService } from './proxy.errors';
import { asksForStream, Streams } from './streams';

const connectMs = 1_500;
/** Below `/api/`, what the gateway answers itself. */
const own = new Set(['gateway', 'lines']);

/** Passes `/api/<service>/…` on to that service, with a signed statement of who acts in place of the caller's credentials. */
@Injectable()
export class Proxy implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Proxy.name);
  private readonly streams = new Streams();

  middleware(): RequestHandler {
    const services = new Map(Object.entries(config.serviceUrls).map(([service, url]) => [service, new URL(url)]));
    return (request, response, next) => {
      const service = /^\/api\/([a-z-]+)(?=[/?]|$)/.exec(request.originalUrl)?.[1];
      if (service === undefined || own.has(service)) return next();
      const target = targetOf(services.get(service), service, request.originalUrl);
      if (target === undefined) return next(noSuchService());
      this.pass(request, response, service, target).catch(next);
    };
  }

  /** Open streams would keep a gateway that stops from ending. */
  beforeApplicationShutdown(): void {
    this.streams.endAll();
  }

  private async pass(request: ActingRequest, response: Response, service: string, target: URL): Promise<void> {
    if (asksForStream(request)) this.streams.open(request, response);
    const begun = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - begun);
      this.logger.log(`${request.method} ${target.pathname} ${response.statusCode} in ${ms} ms${response.writableFinished ? '' : ', cut short'}`);
    });
    const headers = {
      [statementHeader]: await signStatement(config.statementPrivateKey, actorOf(request), { audience: service, expiresInSeconds: 60 }),
      [correlationHeader]: String(request.headers[correlationHeader]),
      ...traceHeaders(),
    };
    await forward(request, response, { service, target, headers, limitBytes: sizeLimit(request), connectMs, silentMs: config.requestTimeoutMs });
  }
}

/** Undefined for a service that is not there, and for a path that leaves it by `..`, written plainly or encoded. */
function targetOf(base: URL | undefined, service: string, path: string): URL | undefined {
  if (base === undefined) return undefined;
  const prefix = base.pathname.replace(/\/$/, '');
  const target = new URL(prefix + path, base);
  return target.pathname === `${prefix}/api/${service}` || target.pathname.startsWith(`${prefix}/api/${service}/`) ? target : undefined;
}

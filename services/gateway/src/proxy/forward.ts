import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { sendProblem } from '@one-card/service';
import type { Request, Response } from 'express';
import { serviceUnavailable, timedOut, tooLarge } from './proxy.errors';

export interface Upstream {
  readonly service: string;
  readonly target: URL;
  /** Put in place of whatever the caller sent by these names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly limitBytes: number;
  readonly connectMs: number;
  /** Without a byte in either direction for so long, the service is given up. */
  readonly silentMs: number;
  /** An answer that never ends by itself, as live progress is, is ended after so long: the browser asks again, and who acts is looked up anew. */
  readonly streamMs?: number;
}

const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 256 }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 256 }),
};

/** RFC 9110 7.6.1; the host is the service's own. */
const ofOneHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]);
/** What only the gateway may know. */
const credentials = new Set(['authorization', 'cookie', 'x-one-card-statement']);

/** Passes a request on as it comes in, and the answer as it comes back: neither is held in memory. */
export async function forward(request: Request, response: Response, upstream: Upstream, triesLeft = 2): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > upstream.limitBytes) return refuse(request, response, tooLarge(upstream.limitBytes));
  const outgoing = open(request, upstream);
  const answer = answerOf(outgoing, upstream);
  response.once('close', () => outgoing.destroy());
  const sent = send(request, outgoing, upstream.limitBytes);
  // an answer may come before the whole request was sent; an error of sending counts only while there is none
  sent.catch(() => undefined);
  try {
    const incoming = await Promise.race([answer, sent.then(() => answer)]);
    const live = incoming.headers['content-type']?.startsWith('text/event-stream') === true;
    response.writeHead(incoming.statusCode ?? 502, { ...forwardable(incoming.headers), ...(live ? unbuffered : {}) });
    if (live) await passLive(incoming, response, upstream.streamMs);
    else await pipeline(incoming, response);
  } catch (error) {
    outgoing.destroy();
    if (triesLeft > 0 && isStale(outgoing, request, response, error)) return forward(request, response, upstream, triesLeft - 1);
    refuse(request, response, response.headersSent ? error : told(error, upstream));
  }
}

/** What a proxy before the gateway must know, or it would keep events back until it has many. */
const unbuffered = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** Ends well, whether the service ends, is lost, or time is over: a browser then asks again by itself. */
async function passLive(incoming: IncomingMessage, response: Response, limitMs = 600_000): Promise<void> {
  response.flushHeaders();
  const end = () => {
    incoming.unpipe(response);
    response.end();
  };
  const timer = setTimeout(end, limitMs);
  incoming.once('error', end).once('aborted', end).pipe(response);
  await once(response, 'close');
  clearTimeout(timer);
}

function open(request: Request, { target, headers }: Upstream): ClientRequest {
  const secure = target.protocol === 'https:';
  return (secure ? https : http).request(target, {
    method: request.method,
    agent: secure ? agents['https:'] : agents['http:'],
    headers: { ...forwardable(request.headers, credentials), ...headers, host: target.host },
  });
}

function answerOf(outgoing: ClientRequest, { service, connectMs, silentMs }: Upstream): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve).on('error', reject);
    outgoing.once('socket', (socket: Socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => outgoing.destroy(serviceUnavailable(service)), connectMs);
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    });
    outgoing.setTimeout(silentMs, () => outgoing.destroy(timedOut(service)));
  });
}

/** Not a pipeline: that would destroy the request when the service fails, and with it the connection that the answer needs. */
async function send(request: Request, outgoing: ClientRequest, limitBytes: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooLarge(limitBytes);
    if (!outgoing.write(chunk)) await once(outgoing, 'drain');
  }
  outgoing.end();
}

/** The service closed a connection that was kept open, as it does when it restarts: whoever only reads may ask again by another. */
function isStale(outgoing: ClientRequest, request: Request, response: Response, error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && outgoing.reusedSocket && !response.headersSent && !response.destroyed && (code === 'ECONNRESET' || code === 'EPIPE');
}

function told(error: unknown, { service }: Upstream): unknown {
  return error instanceof Error && error.name === 'DomainError' ? error : serviceUnavailable(service, error);
}

/** The caller may still be sending: reading on a little lets them see the answer, and the connection is not used again. */
function refuse(request: Request, response: Response, error: unknown): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
  sendProblem(request, response, error);
  request.resume();
}

function forwardable(headers: IncomingHttpHeaders, withheld: ReadonlySet<string> = new Set()): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneHop.has(name) && !withheld.has(name)));
}

import { Injectable } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { config } from '../config';
import { forward } from '../proxy/forward';

/** What the gateway answers itself, or passes on to a service. */
const notOfWebs = /^\/(api|health|login|logout|session|my\/session)(\/|$)/;

/** The files of the webs: the console's under /console/, all else the portal's. They are everybody's, so nobody is asked who they are. */
@Injectable()
export class Webs {
  middleware(): RequestHandler {
    const { portal, console: staff } = config.webUrls;
    return (request, response, next) => {
      const reading = request.method === 'GET' || request.method === 'HEAD';
      if (!reading || notOfWebs.test(request.path)) return next();
      if (request.path === '/console') return response.redirect(`/console/${searchOf(request)}`);
      const [service, base] = request.path.startsWith('/console/') ? (['console', staff] as const) : (['portal', portal] as const);
      if (base === undefined) return next();
      pass(request, response, service, base).catch(next);
    };
  }
}

async function pass(request: Request, response: Response, service: string, base: string): Promise<void> {
  // put together from its parts: an address that begins with two slashes would name another host
  const target = new URL(base);
  target.pathname = request.path;
  target.search = searchOf(request);
  await forward(request, response, { service, target, headers: {}, limitBytes: 0, connectMs: 1_500, silentMs: 30_000 });
}

function searchOf(request: Request): string {
  const at = request.originalUrl.indexOf('?');
  return at === -1 ? '' : request.originalUrl.slice(at);
}

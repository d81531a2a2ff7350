import type { NestExpressApplication } from '@nestjs/platform-express';
import { sendProblem } from '@one-card/service';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { config } from './config';
import { Documents } from './documents/documents';
import { anonymousCommandRate, keyDemanded, requestRate } from './proxy/limits';
import { noSuchService } from './proxy/proxy.errors';
import { Proxy } from './proxy/proxy';
import { Identity } from './sign-in/identity';
import { SignIn } from './sign-in/sign-in';
import { Webs } from './webs/webs';

/**
 * What a request goes through before Nest sees it, in this order: the files of the webs, who acts, how often, then sign-in, the documents, and
 * the services behind the gateway, whose bodies stream through unread. What is left is the gateway's own API.
 */
export function configure(app: NestExpressApplication): void {
  const signIn = app.get(SignIn);
  const express = app.getHttpAdapter().getInstance();
  app.set('trust proxy', config.trustedProxies);
  app.use(securityHeaders());
  app.use('/metrics', onlyFromHere);
  app.use(app.get(Webs).middleware());
  app.use(app.get(Identity).middleware());
  app.use(requestRate());
  express.get(
    '/login',
    handled((request, response) => signIn.begin(request, response)),
  );
  express.get(
    '/login/callback',
    handled((request, response) => signIn.complete(request, response)),
  );
  app.use(app.get(Documents).router());
  app.use('/api', keyDemanded);
  app.use('/api', anonymousCommandRate());
  app.use(app.get(Proxy).middleware());
  app.use(problems);
}

/** Prometheus asks on this machine; the public, that comes through a proxy or from elsewhere, finds nothing. */
const onlyFromHere: RequestHandler = (request, _response, next) => {
  const local = /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '');
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  next(local && !forwarded ? undefined : noSuchService());
};

/** Over plain http a browser must not be told to insist on https. */
function securityHeaders(): RequestHandler {
  const secure = config.publicUrl.startsWith('https:');
  return helmet({
    strictTransportSecurity: secure,
    contentSecurityPolicy: {
      directives: {
        'style-src': ["'self'", "'unsafe-inline'"],
        'font-src': ["'self'", 'data:'],
        'upgrade-insecure-requests': secure ? [] : null,
      },
    },
  });
}

function handled(work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    work(request, response).catch(next);
  };
}

const problems: ErrorRequestHandler = (error: unknown, request, response, _next) => sendProblem(request, response, error);

import { type ActingRequest, actorOf, keyMissing, sendProblem } from '@one-card/service';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { config } from '../config';
import { isUnsafe } from '../sign-in/origin';
import { tooManyRequests } from './proxy.errors';

const mib = 1_048_576;

/** JSON is read whole by the services, so it is small; files are streamed through. */
export function sizeLimit(request: Request): number {
  return request.is('json') ? mib : config.uploadLimitMib * mib;
}

/** Each person, system or, where nobody is known, address has its own share. */
export function requestRate(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: config.rateLimitPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request: ActingRequest) => {
      const actor = actorOf(request);
      return actor.anonymous ? `address ${ipKeyGenerator(request.ip ?? '')}` : `actor ${actor.id}`;
    },
    handler: (request, response) => sendProblem(request, response, tooManyRequests()),
  });
}

/** Whatever anybody may send without a name holds somebody's payment or has to be read by somebody: no machine sends it in bulk. */
export function anonymousCommandRate(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: config.anonymousCommandsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request: ActingRequest) => !isUnsafe(request) || !actorOf(request).anonymous,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    handler: (request, response) => sendProblem(request, response, tooManyRequests()),
  });
}

/** A command without a key could not be sent again after a lost answer, so none is let through. */
export function keyDemanded(request: Request, _response: Response, next: NextFunction): void {
  const key = request.headers['idempotency-key'];
  next(isUnsafe(request) && (typeof key !== 'string' || key.trim() === '') ? keyMissing() : undefined);
}

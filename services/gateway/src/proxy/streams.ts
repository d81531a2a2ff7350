import { type ActingRequest, actorOf } from '@one-card/service';
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { config } from '../config';
import { sessionOf } from '../sign-in/session';
import { tooManyStreams } from './proxy.errors';

export function asksForStream({ headers }: Request): boolean {
  return headers.accept?.startsWith('text/event-stream') === true;
}

/** Live streams that are open. Each holds a connection to a service, so that a session has but a few. */
export class Streams {
  private readonly byOwner = new Map<string, Set<Response>>();

  open(request: ActingRequest, response: Response): void {
    const whose = ownerOf(request);
    const open = this.byOwner.get(whose) ?? new Set();
    if (open.size >= config.streamsPerSession) throw tooManyStreams(config.streamsPerSession);
    this.byOwner.set(whose, open.add(response));
    response.once('close', () => {
      open.delete(response);
      if (open.size === 0) this.byOwner.delete(whose);
    });
  }

  endAll(): void {
    for (const open of this.byOwner.values()) for (const response of open) response.end();
  }
}

function ownerOf(request: ActingRequest): string {
  const actor = actorOf(request);
  if (!actor.anonymous) return sessionOf(request)?.id ?? actor.id;
  return ipKeyGenerator(request.ip ?? '');
}

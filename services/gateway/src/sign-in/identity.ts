import { Injectable } from '@nestjs/common';
import { type ActingRequest, type Actor, anonymousActor } from '@one-card/service';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { config } from '../config';
import { PersonService } from '../person/person.service';
import { Issuer } from './issuer';
import { checkOrigin, isUnsafe } from './origin';
import { sessionOf, Sessions } from './session';
import { tokenInvalid } from './sign-in.errors';

/** Finds out who acts: a bearer token speaks for itself; without one, the session does. What a caller claims by other headers is ignored. */
@Injectable()
export class Identity {
  constructor(
    private readonly issuer: Issuer,
    private readonly sessions: Sessions,
    private readonly persons: PersonService,
  ) {}

  middleware(): RequestHandler {
    const withSession = this.sessions.middleware();
    return (request: Request, response: Response, next: NextFunction) => {
      if (request.headers.authorization !== undefined) this.fromToken(request).then(() => next(), next);
      else withSession(request, response, (error?: unknown) => (error ? next(error) : this.fromSession(request).then(() => next(), next)));
    };
  }

  private async fromToken(request: ActingRequest): Promise<void> {
    const token = /^Bearer ([\w~+/.-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw tokenInvalid();
    const { subject, name } = await this.issuer.verify(token);
    request.actor = await this.persons.actorOf(subject, name);
  }

  private async fromSession(request: ActingRequest): Promise<void> {
    request.actor = await this.signedIn(request);
  }

  private async signedIn(request: Request): Promise<Actor> {
    const signedIn = sessionOf(request)?.signedIn;
    if (signedIn === undefined) return anonymousActor;
    if (isUnsafe(request)) checkOrigin(request, config.publicUrl);
    return this.persons.actorOf(signedIn.subject, signedIn.name);
  }
}

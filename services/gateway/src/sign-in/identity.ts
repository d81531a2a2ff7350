import { Injectable } from '@nestjs/common';
import { type ActingRequest, type Actor, anonymousActor, citizenActor } from '@one-card/service';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { config } from '../config';
import { PersonService } from '../person/person.service';
import { Issuer } from './issuer';
import { type Citizen, citizenOf } from '../citizen/citizen-cookie';
import { asksForStream } from '../proxy/streams';
import { checkPage, isUnsafe } from './origin';
import { noteUse, Sessions, signedInOf } from './session';
import { tokenInvalid } from './sign-in.errors';

/** What a page asks for by itself, to show what is new or when the session ends, does not put that end off. */
function isWork(request: Request): boolean {
  const asksByItself = request.headers['x-one-card-background'] !== undefined || asksForStream(request);
  return !asksByItself && request.path !== '/session';
}

/** A member of staff remains who they are when they look at their own payments. */
function asCitizen(actor: Actor, { token, name }: Citizen): Actor {
  return actor.anonymous ? citizenActor(token, name) : { ...actor, citizen: token };
}

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
    const [signedIn, citizen] = [await signedInOf(request), await citizenOf(request)];
    if (isUnsafe(request) && (signedIn ?? citizen) !== undefined) checkPage(request, config.publicUrl);
    if (isWork(request)) noteUse(request);
    request.actor = signedIn === undefined ? anonymousActor : await this.persons.actorOf(signedIn.subject, signedIn.name);
    if (citizen !== undefined) request.actor = asCitizen(request.actor, citizen);
  }
}

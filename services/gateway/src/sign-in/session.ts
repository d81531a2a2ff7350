import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import connectPgSimple, { type PgStore } from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type Session } from 'express-session';
import { config } from '../config';

/** What stays between the requests of a browser. The browser itself holds nothing but the session's id. */
export interface SignedIn {
  readonly subject: string;
  readonly name?: string;
  readonly idToken?: string;
  /** milliseconds since 1970 */
  readonly signedInAt: number;
  /** when it was last used for work, to half a minute */
  readonly usedAt: number;
}

/** A sign-in under way at the issuer. */
export interface SigningIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
}

type GatewaySession = Session & { signedIn?: SignedIn; signingIn?: SigningIn };

@Injectable()
export class Sessions implements OnApplicationShutdown {
  private readonly logger = new Logger(Sessions.name);
  private store: PgStore | undefined;

  /** Reads the session of a request that has a cookie, or begins one when something is kept in it. */
  middleware(): RequestHandler {
    const Store = connectPgSimple(session);
    const address = { connectionString: config.databaseUrl, max: 3, connectionTimeoutMillis: 2_000 };
    this.store = new Store({
      conObject: address,
      tableName: 'session',
      createTableIfMissing: false,
      errorLog: (message) => this.logger.warn(message),
    });
    return session({
      name: 'one-card.session',
      secret: config.sessionSecret,
      resave: false,
      saveUninitialized: false,
      rolling: false,
      store: this.store,
      proxy: config.trustedProxies > 0,
      cookie: { httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:'), maxAge: config.sessionHours * 3_600_000, path: '/' },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store?.close();
  }
}

export function sessionOf(request: Request): GatewaySession | undefined {
  return 'session' in request ? (request.session as GatewaySession) : undefined;
}

/** A new id at sign-in: whoever knew the old one gains nothing. */
export async function beginSession(request: Request, person: Omit<SignedIn, 'signedInAt' | 'usedAt'>): Promise<void> {
  await settled((done) => sessionOf(request)?.regenerate(done));
  const session = sessionOf(request);
  if (session === undefined) throw new Error('The session was not begun.');
  const now = Date.now();
  session.signedIn = { ...person, signedInAt: now, usedAt: now };
  await settled((done) => session.save(done));
}

/** Who is signed in, unless they did nothing for too long or signed in too long ago: that ends the session. */
export async function signedInOf(request: Request): Promise<SignedIn | undefined> {
  const signedIn = sessionOf(request)?.signedIn;
  if (signedIn === undefined || Date.now() < endsOf(signedIn).expiresAt) return signedIn;
  await endSession(request);
  return undefined;
}

const noteEveryMs = 30_000;

/** Puts the end of the session off. Not written down at each request: half a minute more or less is no matter. */
export function noteUse(request: Request, { atOnce }: { atOnce: boolean } = { atOnce: false }): void {
  const session = sessionOf(request);
  const now = Date.now();
  if (session?.signedIn === undefined || (!atOnce && now - session.signedIn.usedAt < noteEveryMs)) return;
  session.signedIn = { ...session.signedIn, usedAt: now };
}

/** When it ends if nothing is done, and when it ends whatever is done. */
export function endsOf({ signedInAt, usedAt }: SignedIn): { expiresAt: number; endsAt: number } {
  const endsAt = signedInAt + config.sessionHours * 3_600_000;
  return { expiresAt: Math.min(usedAt + config.sessionIdleMinutes * 60_000, endsAt), endsAt };
}

export async function endSession(request: Request): Promise<void> {
  const session = sessionOf(request);
  if (session !== undefined) await settled((done) => session.destroy(done));
}

function settled(act: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error ? reject(error instanceof Error ? error : new Error('The session could not be kept.')) : resolve()));
  });
}

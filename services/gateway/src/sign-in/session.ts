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
      rolling: true,
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
export async function beginSession(request: Request, signedIn: SignedIn): Promise<void> {
  await settled((done) => sessionOf(request)?.regenerate(done));
  const session = sessionOf(request);
  if (session === undefined) throw new Error('The session was not begun.');
  session.signedIn = signedIn;
  await settled((done) => session.save(done));
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

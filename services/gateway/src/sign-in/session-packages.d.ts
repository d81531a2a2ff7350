// Neither package brings its types; this is what the gateway uses of them.
declare module 'express-session' {
  import type { RequestHandler } from 'express';

  export interface SessionData {
    [key: string]: unknown;
  }
  export interface Session extends SessionData {
    readonly id: string;
    regenerate(done: (error?: unknown) => void): void;
    destroy(done: (error?: unknown) => void): void;
    save(done: (error?: unknown) => void): void;
  }
  /** Where sessions are kept; only the session middleware looks into it. */
  export type Store = object;
  export interface SessionOptions {
    name: string;
    secret: string;
    resave: boolean;
    saveUninitialized: boolean;
    rolling: boolean;
    proxy?: boolean;
    store: Store;
    cookie: { httpOnly: boolean; sameSite: 'lax'; secure: boolean; maxAge: number; path: string };
  }
  export default function session(options: SessionOptions): RequestHandler;
}

declare module 'connect-pg-simple' {
  import type session from 'express-session';

  export interface StoreOptions {
    conObject: { connectionString: string; max: number; connectionTimeoutMillis: number };
    tableName: string;
    createTableIfMissing: boolean;
    errorLog: (message: string, error?: unknown) => void;
  }
  export interface PgStore {
    close(): Promise<void>;
  }
  export default function connectPgSimple(expressSession: typeof session): new (options: StoreOptions) => PgStore;
}

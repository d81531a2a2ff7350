import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** What the platform answered when it refused: the problem document's words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    what: string,
  ) {
    super(`${what}: ${status} ${code} ${detail}`);
  }
}

/** A request is tried again this long while the platform is away; the idempotency key keeps that safe. */
const PATIENCE_MS = 300_000;
const MAX_REDIRECTS = 12;
/** Too many at once, or somebody on the way does not answer just now. */
const AWAY = new Set([429, 502, 503, 504]);

/** One person at the platform, signed in as people do: through the issuer's form, with a session cookie. */
export class Session {
  private readonly jar = new Map<string, Map<string, string>>();

  private constructor(private readonly gatewayUrl: string) {}

  static anonymous(gatewayUrl: string): Session {
    return new Session(gatewayUrl);
  }

  static async signIn(gatewayUrl: string, login: string, password: string): Promise<Session> {
    const session = new Session(gatewayUrl);
    const form = await session.follow(new URL('/login', gatewayUrl), {});
    const action = /<form[^>]*action="([^"]*)"/.exec(form.text)?.[1];
    if (action === undefined) throw new Error(`the issuer shows no sign-in form at ${form.url.href}`);
    const target = new URL(action.replaceAll('&amp;', '&'), form.url);
    const done = await session.follow(target, { method: 'POST', body: new URLSearchParams({ login, password }) });
    if (done.url.origin !== new URL(gatewayUrl).origin) throw new Error(`${login} could not sign in (${done.status})`);
    return session;
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>(path, () => ({ method: 'GET' }));
  }

  /** A command: one idempotency key for all its tries. */
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.command<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.command<T>('PUT', path, body);
  }

  /** Sends a file as the body, streamed; read anew for each try. */
  upload<T>(path: string, file: string, contentType: string): Promise<T> {
    const key = randomUUID();
    return this.ask<T>(path, () => ({
      method: 'POST',
      headers: { 'content-type': contentType, 'idempotency-key': key },
      body: Readable.toWeb(createReadStream(file)) as unknown as RequestInit['body'],
      duplex: 'half',
    }));
  }

  /** What a program sends that acts for this person by other means. */
  headers(): Record<string, string> {
    const { host, origin } = new URL(this.gatewayUrl);
    const cookies = [...(this.jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...(cookies === '' ? {} : { cookie: cookies }), origin, 'x-one-card-request': '1' };
  }

  /** One request with just these headers, once, whatever the answer. */
  raw(path: string, request: RequestInit = {}): Promise<Response> {
    return this.once(new URL(path, this.gatewayUrl), request);
  }

  /** Every item of a list, page by page. */
  async *all<T>(path: string): AsyncGenerator<T> {
    let cursor: string | null = null;
    do {
      const page: { items: T[]; next: string | null } = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      yield* page.items;
      cursor = page.next;
    } while (cursor !== null);
  }

  private command<T>(method: string, path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return this.ask<T>(path, () => ({ method, headers, body: JSON.stringify(body) }));
  }

  private async ask<T>(path: string, request: () => RequestInit & { duplex?: 'half' }): Promise<T> {
    const url = new URL(path, this.gatewayUrl);
    const until = Date.now() + PATIENCE_MS;
    for (let wait = 100; ; wait = Math.min(wait * 2, 3_000)) {
      // The answer is read whole here: whoever dies while it answers has not answered.
      const answer = await this.once(url, request())
        .then(read)
        .catch((error: unknown) => ({ failed: error }));
      const away = 'failed' in answer || AWAY.has(answer.response.status);
      if (!away) return answerOf<T>(answer, `${request().method} ${path}`);
      if (Date.now() > until) {
        if ('failed' in answer) throw answer.failed;
        return answerOf<T>(answer, path);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  private async follow(url: URL, request: RequestInit): Promise<{ url: URL; status: number; text: string }> {
    let at = url;
    let next: RequestInit = request;
    for (let hops = 0; hops < MAX_REDIRECTS; hops++) {
      const response = await this.once(at, next);
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399)
        return { url: at, status: response.status, text: await response.text() };
      await response.arrayBuffer();
      at = new URL(location, at);
      next = {};
    }
    throw new Error(`${url.href} redirects without end`);
  }

  private async once(url: URL, request: RequestInit): Promise<Response> {
    const cookies = this.jar.get(url.host);
    const headers = new Headers(request.headers);
    if (cookies && cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (request.method !== undefined && request.method !== 'GET') {
      headers.set('origin', url.origin);
      headers.set('x-one-card-request', '1');
    }
    const response = await fetch(url, { ...request, headers, redirect: 'manual' });
    this.keep(url.host, response.headers.getSetCookie());
    return response;
  }

  private keep(host: string, setCookies: readonly string[]): void {
    const cookies = this.jar.get(host) ?? new Map<string, string>();
    for (const line of setCookies) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
    this.jar.set(host, cookies);
  }
}

interface Answer {
  response: Response;
  text: string;
}

const read = async (response: Response): Promise<Answer> => ({ response, text: await response.text() });

function answerOf<T>({ response, text }: Answer, what: string): T {
  const body: unknown = text === '' ? undefined : response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  if (response.ok) return body as T;
  const problem = (typeof body === 'object' && body !== null ? body : {}) as { code?: string; detail?: string };
  throw new Refused(
    response.status,
    problem.code ?? 'unknown',
    `${problem.detail ?? text.slice(0, 300)} ${JSON.stringify(problem).slice(0, 600)}`,
    what,
  );
}

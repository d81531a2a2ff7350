import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../generated/api';
import { DomainProblem, problemOf } from './problem';

export type Api = Client<paths>;

export interface ApiOptions {
  /** Language in which errors are told. */
  readonly language: () => string;
  /** What is said when an answer is no problem document, or there is none. */
  readonly words: { readonly unreachable: () => string; readonly failed: () => string };
  /** Somebody has to sign in (again) before this can be done. */
  readonly onSignedOut?: () => void;
  /** For tests. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly baseUrl?: string;
  readonly pause?: (ms: number) => Promise<void>;
}

/** No other site can send it without being asked first, so the gateway demands it of whatever a cookie vouches for. */
export const requestHeader = 'x-one-card-request';

const MOST_TRIES = 3;
const LONGEST_WAIT_SECONDS = 10;
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one way to the platform. Whatever fails throws a DomainProblem; a command sent again keeps its idempotency key. */
export function createApi(options: ApiOptions): Api {
  return createClient<paths>({ baseUrl: options.baseUrl ?? '', fetch: (request) => send(request, options) });
}

async function send(request: Request, options: ApiOptions): Promise<Response> {
  const prepared = prepare(request, options);
  for (let tries = 1; ; tries += 1) {
    const outcome = await once(prepared.clone(), options);
    if (outcome instanceof Response) return outcome;
    if (outcome.code === 'not-signed-in') options.onSignedOut?.();
    const wait = waitOf(outcome, tries, prepared);
    if (wait === undefined) throw outcome;
    await (options.pause ?? pause)(wait * 1000);
  }
}

function prepare(request: Request, { language }: ApiOptions): Request {
  const headers = new Headers(request.headers);
  headers.set('accept-language', language());
  headers.set(requestHeader, '1');
  if (!safe.has(request.method) && !headers.has('idempotency-key')) headers.set('idempotency-key', crypto.randomUUID());
  return new Request(request, { headers });
}

async function once(request: Request, { fetch: ask = fetch, words }: ApiOptions): Promise<Response | DomainProblem> {
  const response = await ask(request).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return undefined;
  });
  if (response === undefined) return new DomainProblem('unreachable', 0, words.unreachable());
  return response.ok ? response : problemOf(response, words.failed());
}

/** Sent again only when the platform names a short wait, or was not reached by a question: whoever waits longer is told and decides. */
function waitOf(problem: DomainProblem, tries: number, request: Request): number | undefined {
  if (tries >= MOST_TRIES) return undefined;
  if (problem.status === 0) return safe.has(request.method) ? tries : undefined;
  if (problem.status !== 429 && problem.status !== 503) return undefined;
  const wait = problem.retryAfterSeconds ?? (problem.status === 503 ? tries : LONGEST_WAIT_SECONDS + 1);
  return wait <= LONGEST_WAIT_SECONDS ? wait : undefined;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a request answers: `answer(api.GET('/api/policy-catalog/departments'))`. A request that fails has thrown already. */
export async function answer<T>(request: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data } = await request;
  return data as T;
}

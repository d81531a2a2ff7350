import { randomUUID } from 'node:crypto';

/** A test asserts on what came, whatever its type. */
type Loose = ReturnType<typeof JSON.parse>;

export interface Answer<T = Loose> {
  status: number;
  body: T;
  headers: Headers;
}

export interface CallOptions {
  headers?: Record<string, string>;
  /** of the command; default a new one */
  idempotencyKey?: string;
}

export interface TestClient {
  /** Paths are below the service's prefix (`/batches`), or whole (`/api/…`, `/health/…`). */
  get<T = Loose>(path: string, options?: CallOptions): Promise<Answer<T>>;
  /** Sends JSON, a form with files, or bytes. */
  post<T = Loose>(path: string, body?: object, options?: CallOptions): Promise<Answer<T>>;
  put<T = Loose>(path: string, body?: object, options?: CallOptions): Promise<Answer<T>>;
  /** The answer as it comes, to be read as bytes or while it is still being sent. */
  open(path: string, signal?: AbortSignal): Promise<Response>;
}

export function testClient(url: string, prefix: string, signed: () => Promise<Record<string, string>>): TestClient {
  const whole = (path: string) => url + (/^\/(api|health)\//.test(path) ? path : `/${prefix}${path}`);
  const call = async <T>(method: string, path: string, body: object | undefined, options: CallOptions = {}): Promise<Answer<T>> => {
    const key: Record<string, string> = method === 'GET' ? {} : { 'idempotency-key': options.idempotencyKey ?? randomUUID() };
    const { type, bytes } = encoded(body);
    const headers = { ...(await signed()), ...key, ...type, ...options.headers };
    const response = await fetch(whole(path), { method, headers, body: bytes });
    return { status: response.status, body: (await decoded(response)) as T, headers: response.headers };
  };
  return {
    get: (path, options) => call('GET', path, undefined, options),
    post: (path, body, options) => call('POST', path, body, options),
    put: (path, body, options) => call('PUT', path, body, options),
    open: async (path, signal) => fetch(whole(path), { headers: await signed(), signal }),
  };
}

function encoded(body: object | undefined): { type: Record<string, string>; bytes: FormData | Uint8Array<ArrayBuffer> | string | undefined } {
  if (body === undefined) return { type: {}, bytes: undefined };
  // fetch writes the boundary of a form into the type by itself
  if (body instanceof FormData) return { type: {}, bytes: body };
  if (body instanceof Uint8Array) return { type: { 'content-type': 'application/octet-stream' }, bytes: new Uint8Array(body) };
  return { type: { 'content-type': 'application/json' }, bytes: JSON.stringify(body) };
}

async function decoded(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return isJson && text !== '' ? JSON.parse(text) : text;
}

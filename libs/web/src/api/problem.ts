/** The platform refused, or could not be reached: `detail` says in the reader's language what to do. */
export class DomainProblem extends Error {
  override readonly name = 'DomainProblem';

  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    /** Everything else that the problem told: figures, field errors. */
    readonly more: Readonly<Record<string, unknown>> = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Reads a problem document (RFC 9457); an answer that is none, as of a proxy, gets the given words. */
export async function problemOf(response: Response, otherwise: string): Promise<DomainProblem> {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  const body: unknown = response.headers.get('content-type')?.includes('json') === true ? await response.json().catch(() => undefined) : undefined;
  if (!isProblem(body)) return new DomainProblem('unknown', response.status, otherwise, {}, retryAfter);
  const { code, detail, ...more } = body;
  return new DomainProblem(code, response.status, detail, more, retryAfter);
}

function isProblem(body: unknown): body is { code: string; detail: string } & Record<string, unknown> {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string'
  );
}

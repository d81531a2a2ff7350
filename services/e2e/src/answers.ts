import { randomUUID } from 'node:crypto';
import type { Session } from '@one-card/demo';

/** A command as it is sent once, with a key of its own unless the test gives another; `null` sends none. */
export function ask(session: Session, method: string, path: string, body: unknown = {}, key: string | null = randomUUID()): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) };
  return session.raw(path, { method, headers, body: JSON.stringify(body) });
}

/** A refusal as the platform tells it (RFC 9457): what it is, and in words what to do. */
export async function expectProblem(answer: Response | Promise<Response>, status: number, code: string): Promise<void> {
  const response = await answer;
  const problem = (await response.json()) as { status: number; code: string; title: string; detail: string };
  expect({ type: response.headers.get('content-type')?.split(';')[0], status: response.status, code: problem.code, told: problem.status }).toEqual({
    type: 'application/problem+json',
    status,
    code,
    told: status,
  });
  for (const words of [problem.title, problem.detail]) expect(words).toMatch(/\p{Script=Han}{2}/u);
}

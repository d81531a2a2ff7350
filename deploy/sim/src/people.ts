import { signStatement, statementHeader, type Actor } from '@one-card/service';
import { statementKey } from './keys';
import type { Platform } from './platform';
import { COUNTY } from './services';

export const DEPARTMENT = '移民工作服务中心';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Command {
  readonly service: string;
  readonly method?: 'POST' | 'PUT' | 'GET';
  readonly path: string;
  readonly body?: unknown;
  /** sent as it is, as a file */
  readonly file?: Buffer;
  readonly key: string;
}

/** Somebody with one post, as the gateway's statement tells it. Each post has a person of its own, since nobody holds two on one batch. */
export function actorOf(post: string, { department = null as string | null, division = '' } = {}): Actor {
  const divisions = [division === '' ? COUNTY : division];
  return { id: `${post}${division}`, name: post, posts: [{ post, department, divisions }], anonymous: false, system: false };
}

export const actors = {
  departmentClerk: actorOf('department-clerk', { department: DEPARTMENT }),
  departmentApprover: actorOf('department-approver', { department: DEPARTMENT }),
  financeReviewer: actorOf('finance-reviewer'),
  budgetOfficer: actorOf('budget-officer'),
  treasuryOperator: actorOf('treasury-operator'),
  treasuryApprover: actorOf('treasury-approver'),
  townshipClerk: (division: string) => actorOf('township-clerk', { division }),
  townshipReviewer: (division: string) => actorOf('township-reviewer', { division }),
} as const;

const TRIES = 6;

/** Sends a command as a browser does: when nothing comes back it is sent again, with the same key. */
export async function act(platform: Platform, actor: Actor, command: Command, again: () => void = () => undefined): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await once(platform, actor, command).catch((error: unknown) => ({ status: 0, body: String(error) }));
    again();
    if ((answer.status !== 0 && answer.status < 500) || attempt === TRIES) return answer;
  }
}

async function once(platform: Platform, actor: Actor, { service, method = 'POST', path, body, file, key }: Command): Promise<Answer> {
  const headers = {
    [statementHeader]: await signStatement(statementKey.privateKey, actor, { audience: service, expiresInSeconds: 600 }),
    'x-correlation-id': `sim-${key}`,
    ...(method === 'GET' ? {} : { 'idempotency-key': key }),
    'content-type': file === undefined ? 'application/json' : 'text/csv',
  };
  const content = file ?? (body === undefined || method === 'GET' ? undefined : JSON.stringify(body));
  const response = await fetch(`${platform.of(service).url}/api/${service}${path}`, { method, headers, body: content as RequestInit['body'] });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export { COUNTY };

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postHolder } from '@one-card/contracts';
import { verifyStatement } from '@one-card/service';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { configure } from '../src/configure';
import { audience, Browser, freePort, type Issuer, startIssuer, startUpstream, statementKeys } from './world';

const county = '410423';
const holding = (post: string) => ({ post, department: null, divisions: [county] });
const persons = [
  { id: 'system-admin', name: '系统管理员', kind: 'person', posts: [holding('system-admin')] },
  { id: 'security-admin', name: '安全管理员', kind: 'person', posts: [holding('security-admin')] },
  { id: 'civil-affairs', name: '民政局业务系统', kind: 'system', posts: [{ ...holding('department-clerk'), department: '民政局' }] },
];
const keys = statementKeys();

let given: ServiceUnderTest;
let issuer: Issuer;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let silent: Awaited<ReturnType<typeof startUpstream>>;
let gateway: string;
const seed = join(tmpdir(), `gateway-persons-${randomUUID()}.json`);

beforeAll(async () => {
  const port = await freePort();
  gateway = `http://127.0.0.1:${port}`;
  issuer = await startIssuer(gateway);
  upstream = await startUpstream();
  silent = await startUpstream(() => undefined);
  await writeFile(seed, JSON.stringify(persons));
  const services = { 'policy-catalog': upstream.url, disclosure: `http://127.0.0.1:${await freePort()}`, supervision: silent.url };
  const env = {
    PORT: String(port),
    PUBLIC_URL: gateway,
    SERVICE_URLS: JSON.stringify(services),
    STATEMENT_PRIVATE_KEY: keys.privateKey,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'gateway',
    OIDC_CLIENT_SECRET: 'gateway-secret',
    API_AUDIENCE: audience,
    SESSION_SECRET: 'a secret that is long enough for this test',
    SEED_PERSONS: seed,
    UPLOAD_LIMIT_MIB: '8',
    ANONYMOUS_COMMANDS_PER_MINUTE: '20',
    REQUEST_TIMEOUT_MS: '500',
  };
  given = await serviceUnderTest({ name: 'gateway', module: AppModule, config, configure, env });
});

afterAll(async () => {
  await given.stop();
  issuer.stop();
  upstream.stop();
  silent.stop();
  await rm(seed);
});

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(gateway + path, init);
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : text) as never;
  return { status: response.status, headers: response.headers, body };
}

async function signedIn(name: string): Promise<Browser> {
  const browser = new Browser();
  const page = await browser.signIn(`${gateway}/login?returnTo=/api/gateway/me`, name);
  expect(page.url).toBe(`${gateway}/api/gateway/me`);
  return browser;
}

/** As a page of the gateway sends a command. */
const fromPage = (method: string, body?: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', 'x-one-card-request': '1', 'idempotency-key': randomUUID() },
  body: JSON.stringify(body),
});

async function actorSeen() {
  const statement = String(upstream.seen.at(-1)?.headers['x-one-card-statement']);
  return verifyStatement(keys.publicKey, statement, 'policy-catalog');
}

describe('a person who signs in', () => {
  it('is known with their posts, by a cookie that no script can read', async () => {
    const browser = await signedIn('system-admin');
    const me = await browser.fetch(`${gateway}/api/gateway/me`);
    await expect(me.json()).resolves.toEqual({ id: 'system-admin', name: '系统管理员', kind: 'person', posts: [holding('system-admin')] });
    expect(browser.cookieNames(gateway)).toEqual(['one-card.session']);
    const start = await fetch(`${gateway}/login`, { redirect: 'manual' });
    expect(start.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/i);
  });

  it('acts at the services by a signed statement, never by the cookie', async () => {
    const browser = await signedIn('security-admin');
    await browser.fetch(`${gateway}/api/policy-catalog/policies?year=2026`, { headers: { 'x-one-card-statement': 'forged' } });
    expect(upstream.seen.at(-1)).toMatchObject({ method: 'GET', url: '/api/policy-catalog/policies?year=2026' });
    expect(upstream.seen.at(-1)?.headers).not.toHaveProperty('cookie');
    expect(upstream.seen.at(-1)?.headers['x-correlation-id']).toMatch(/./);
    await expect(actorSeen()).resolves.toEqual({
      id: 'security-admin',
      name: '安全管理员',
      posts: [holding('security-admin')],
      anonymous: false,
      system: false,
    });
  });

  it('holds no post when nobody granted one', async () => {
    const browser = await signedIn('somebody');
    const me = await browser.fetch(`${gateway}/api/gateway/me`);
    await expect(me.json()).resolves.toEqual({ id: 'somebody', name: 'name of somebody', kind: 'person', posts: [] });
  });

  it('is not made to act by a page of another site', async () => {
    const browser = await signedIn('system-admin');
    const forged = (headers: Record<string, string>) =>
      browser.fetch(`${gateway}/api/policy-catalog/policies`, { method: 'POST', headers: { 'idempotency-key': 'k', ...headers }, body: '{}' });
    const page = { 'x-one-card-request': '1' };
    expect((await forged({ 'sec-fetch-site': 'cross-site', ...page })).status).toBe(403);
    expect((await forged({ origin: 'https://elsewhere.example', ...page })).status).toBe(403);
    expect((await forged(page)).status).toBe(403);
    // a form of ours that another site filled in
    expect((await forged({ origin: gateway })).status).toBe(403);
    expect((await forged({ origin: gateway, ...page })).status).toBe(200);
  });

  it('is nobody after signing out', async () => {
    const browser = await signedIn('system-admin');
    const out = await browser.fetch(`${gateway}/logout`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'x-one-card-request': '1' },
    });
    expect(((await out.json()) as { next: string }).next).toContain(`${issuer.url}/session/end`);
    const me = await browser.fetch(`${gateway}/api/gateway/me`);
    await expect(me.json()).resolves.toMatchObject({ kind: 'anonymous' });
  });

  it('is never sent on to another site', async () => {
    const browser = new Browser();
    const page = await browser.signIn(`${gateway}/login?returnTo=//elsewhere.example/`, 'somebody');
    expect(new URL(page.url).origin).toBe(gateway);
  });
});

describe("a department's system", () => {
  it('acts by its access token', async () => {
    const token = await issuer.token('civil-affairs', 'system-secret');
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    expect(await call('/api/policy-catalog/policies', { method: 'POST', headers, body: 'x' })).toMatchObject({ status: 200 });
    expect(upstream.seen.at(-1)?.headers).not.toHaveProperty('authorization');
    await expect(actorSeen()).resolves.toMatchObject({
      id: 'civil-affairs',
      system: true,
      posts: [{ post: 'department-clerk', department: '民政局' }],
    });
  });

  it.each(['Bearer nonsense', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Basic YTpi'])('is refused with %s', async (authorization) => {
    expect(await call('/api/policy-catalog/policies', { headers: { authorization } })).toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
    });
  });
});

describe('posts', () => {
  it('are granted by the security administrator, and everybody is told', async () => {
    const admin = await signedIn('system-admin');
    const security = await signedIn('security-admin');
    const person = { id: 'li', name: '李经办', kind: 'person' };
    expect((await admin.fetch(`${gateway}/api/gateway/persons`, fromPage('POST', person))).status).toBe(201);
    expect((await admin.fetch(`${gateway}/api/gateway/persons/li/posts`, fromPage('PUT', { posts: [] }))).status).toBe(403);
    const granted = await security.fetch(`${gateway}/api/gateway/persons/li/posts`, fromPage('PUT', { posts: [holding('township-clerk')] }));
    await expect(granted.json()).resolves.toMatchObject({ id: 'li', posts: [{ ...holding('township-clerk'), until: null }] });
    await expect(given.published(postHolder, ({ id }) => id === 'li')).resolves.toMatchObject({ posts: [holding('township-clerk')] });
    const taken = await security.fetch(`${gateway}/api/gateway/persons/li/posts`, fromPage('PUT', { posts: [] }));
    await expect(taken.json()).resolves.toMatchObject({ id: 'li', posts: [] });
  });

  it('are never granted to oneself, nor are the three administrations joined', async () => {
    const security = await signedIn('security-admin');
    const own = await security.fetch(`${gateway}/api/gateway/persons/security-admin/posts`, fromPage('PUT', { posts: [holding('supervisor')] }));
    await expect(own.json()).resolves.toMatchObject({ status: 403, code: 'own-posts' });
    const posts = [holding('system-admin'), holding('security-auditor')];
    const joined = await security.fetch(`${gateway}/api/gateway/persons/system-admin/posts`, fromPage('PUT', { posts }));
    await expect(joined.json()).resolves.toMatchObject({ status: 422, code: 'separate-administrations' });
  });

  it('stay as they are when the gateway starts again', async () => {
    const security = await signedIn('security-admin');
    await security.fetch(`${gateway}/api/gateway/persons/civil-affairs/posts`, fromPage('PUT', { posts: [] }));
    await given.restart();
    const after = await security.fetch(`${gateway}/api/gateway/persons/civil-affairs`);
    await expect(after.json()).resolves.toMatchObject({ posts: [] });
  });
});

describe('a request to a service', () => {
  const bytes = (mib: number) => new Uint8Array(mib * 1_048_576);
  const post = (path: string, body: Uint8Array | ReadableStream, headers: Record<string, string> = {}) =>
    call(path, {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID(), 'content-type': 'application/octet-stream', ...headers },
      body,
      duplex: 'half',
    } as RequestInit);

  it('may come from anybody, who is then nobody', async () => {
    expect(await call('/api/policy-catalog/lists')).toMatchObject({ status: 200 });
    await expect(actorSeen()).resolves.toMatchObject({ anonymous: true, posts: [] });
  });

  it('needs an idempotency key to change anything', async () => {
    expect(await call('/api/policy-catalog/policies', { method: 'POST', body: 'x' })).toMatchObject({
      status: 400,
      body: { code: 'idempotency-key-missing' },
    });
  });

  it('streams a file through', async () => {
    expect(await post('/api/policy-catalog/files', bytes(7))).toMatchObject({ status: 200, body: { bytes: 7 * 1_048_576 } });
  });

  it('is refused when it is too large, told by its length or found on the way', async () => {
    const refusal = { status: 413, body: { code: 'too-large' } };
    expect(await post('/api/policy-catalog/files', bytes(9))).toMatchObject(refusal);
    expect(await post('/api/policy-catalog/files', new Blob([bytes(9)]).stream())).toMatchObject(refusal);
    expect(await post('/api/policy-catalog/files', bytes(2), { 'content-type': 'application/json' })).toMatchObject(refusal);
  });

  it('to a service that is down says so, and the others go on', async () => {
    expect(await call('/api/disclosure/notices')).toMatchObject({ status: 503, body: { code: 'service-unavailable', service: 'disclosure' } });
    expect(await post('/api/disclosure/cases', bytes(4))).toMatchObject({ status: 503 });
    expect(await call('/api/policy-catalog/lists')).toMatchObject({ status: 200 });
  });

  it('for the history of a line asks those who are there, and says who is not', async () => {
    expect(await call('/api/lines/7/history')).toMatchObject({ status: 401 });
    const authorization = `Bearer ${await issuer.token('civil-affairs', 'system-secret')}`;
    expect(await call('/api/lines/7/history', { headers: { authorization } })).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
  });

  it('to a service that never answers is given up', async () => {
    expect(await call('/api/supervision/facts')).toMatchObject({ status: 504, body: { code: 'timed-out' } });
  });

  it.each(['/api/unknown/x', '/api/policy-catalog/%2e%2e/%2e%2e/health/ready', '/api/policy-catalog/../disclosure'])(
    'does not leave the services: %s',
    async (path) => {
      // fetch would tidy the path up before it is sent
      const [answer] = (await once(get({ port: new URL(gateway).port, path }), 'response')) as [IncomingMessage];
      answer.resume();
      expect(answer.statusCode).toBe(404);
    },
  );
});

describe('the documents', () => {
  it('are one OpenAPI 3.1 document and a page with parts of its own', async () => {
    expect(await call('/api/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
    const page = await call('/api/docs/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(String(page.body)).not.toMatch(/https?:\/\//);
    expect((await call('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
  });
});

describe('commands of nobody known', () => {
  it('are few from one address, while those who are known and whoever only reads go on', async () => {
    const object = () => call('/api/policy-catalog/policies', { method: 'POST', headers: { 'idempotency-key': randomUUID() } });
    const answers = [];
    for (let sent = 0; sent < 21; sent += 1) answers.push((await object()).status);
    expect(answers.at(-1)).toBe(429);
    expect((await call('/api/policy-catalog/policies')).status).toBe(200);
    const authorization = `Bearer ${await issuer.token('civil-affairs', 'system-secret')}`;
    const known = await call('/api/policy-catalog/policies', { method: 'POST', headers: { 'idempotency-key': randomUUID(), authorization } });
    expect(known.status).toBe(200);
  });
});

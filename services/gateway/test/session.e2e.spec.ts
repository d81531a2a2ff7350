import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { sql } from '@one-card/database';
import { verifyStatement } from '@one-card/service';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { configure } from '../src/configure';
import { audience, Browser, freePort, type Issuer, type Seen, startIssuer, startUpstream, statementKeys } from './world';

const keys = statementKeys();
let given: ServiceUnderTest;
let issuer: Issuer;
let service: Awaited<ReturnType<typeof startUpstream>>;
let web: Awaited<ReturnType<typeof startUpstream>>;
let gateway: string;
/** Streams that the service holds open. */
const streams: ServerResponse[] = [];

/** A registry that knows one person, and live progress. */
function serve(seen: Seen, response: ServerResponse): void {
  if (seen.url.endsWith('/progress')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    streams.push(response);
  } else if (seen.url.endsWith('/people/prove')) {
    const known = JSON.parse(seen.body) as { name: string; cardLast4: string };
    const right = known.name === '王秀英' && known.cardLast4 === '0123';
    response
      .writeHead(right ? 200 : 403, { 'content-type': 'application/json' })
      .end(JSON.stringify(right ? { token: '77' } : { code: 'not-proven' }));
  } else response.setHeader('content-type', 'application/json').end('{}');
}

beforeAll(async () => {
  const port = await freePort();
  gateway = `http://127.0.0.1:${port}`;
  issuer = await startIssuer(gateway);
  service = await startUpstream(serve);
  web = await startUpstream((seen, response) => response.setHeader('cache-control', 'no-store').end(`page ${seen.url}`));
  const env = {
    PORT: String(port),
    PUBLIC_URL: gateway,
    SERVICE_URLS: JSON.stringify({ 'recipient-registry': service.url, 'payment-orchestration': service.url }),
    WEB_URLS: JSON.stringify({ portal: web.url, console: web.url }),
    STATEMENT_PRIVATE_KEY: keys.privateKey,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'gateway',
    OIDC_CLIENT_SECRET: 'gateway-secret',
    API_AUDIENCE: audience,
    SESSION_SECRET: 'a secret that is long enough for this test',
    STREAMS_PER_SESSION: '2',
  };
  given = await serviceUnderTest({ name: 'gateway', module: AppModule, config, configure, env });
});

afterAll(async () => {
  await given.stop();
  issuer.stop();
  service.stop();
  web.stop();
});

async function signedIn(name = 'li'): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(`${gateway}/login?returnTo=/session`, name);
  return browser;
}

const page = { 'sec-fetch-site': 'same-origin', 'x-one-card-request': '1', 'content-type': 'application/json' };
const json = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Record<string, unknown>;
const session = (browser: Browser) => json(browser.fetch(`${gateway}/session`));

/** As if the last use and the sign-in had been so many minutes before. */
async function minutesPass(minutes: number, of: 'usedAt' | 'signedInAt'): Promise<void> {
  await given.database.query(sql`
    UPDATE session
    SET sess = jsonb_set(sess::jsonb, ${`{signedIn,${of}}`}::text[], to_jsonb((sess #>> ${`{signedIn,${of}}`}::text[])::bigint - ${minutes * 60_000}))
    WHERE sess::jsonb ? 'signedIn'`);
}

describe('a session', () => {
  it('says whose it is and when it ends', async () => {
    const { person, now, expiresAt, endsAt, citizen } = await session(await signedIn('li'));
    expect(person).toEqual({ id: 'li', name: 'name of li', posts: [] });
    expect(citizen).toBeNull();
    const [from, idle, end] = [now, expiresAt, endsAt].map((text) => Date.parse(String(text)));
    expect(Math.round(((idle ?? 0) - (from ?? 0)) / 60_000)).toBe(30);
    expect(Math.round(((end ?? 0) - (from ?? 0)) / 3_600_000)).toBe(8);
  });

  it('is nobody’s without signing in', async () => {
    expect(await session(new Browser())).toMatchObject({ person: null, expiresAt: null });
  });

  it('is put off by work, and not by what a page asks for by itself', async () => {
    const browser = await signedIn();
    await minutesPass(20, 'usedAt');
    const before = (await session(browser))['expiresAt'];
    await browser.fetch(`${gateway}/api/payment-orchestration/x`, { headers: { 'x-one-card-background': '1' } });
    expect((await session(browser))['expiresAt']).toBe(before);
    await browser.fetch(`${gateway}/api/payment-orchestration/x`);
    expect(Date.parse(String((await session(browser))['expiresAt']))).toBeGreaterThan(Date.parse(String(before)));
  });

  it('goes on when its owner says so, and only by a page', async () => {
    const browser = await signedIn();
    await minutesPass(29, 'usedAt');
    const before = Date.parse(String((await session(browser))['expiresAt']));
    const forged = await browser.fetch(`${gateway}/session/extend`, { method: 'POST', headers: { origin: 'https://elsewhere.example' } });
    expect(forged.status).toBe(403);
    const extended = await json(browser.fetch(`${gateway}/session/extend`, { method: 'POST', headers: page }));
    expect(Date.parse(String(extended['expiresAt']))).toBeGreaterThan(before);
    expect((await session(browser))['expiresAt']).toBe(extended['expiresAt']);
  });

  it('ends when it was not used for half an hour', async () => {
    const browser = await signedIn();
    await minutesPass(31, 'usedAt');
    expect(await session(browser)).toMatchObject({ person: null });
    expect(await json(browser.fetch(`${gateway}/api/gateway/me`))).toMatchObject({ kind: 'anonymous' });
    expect((await browser.fetch(`${gateway}/session/extend`, { method: 'POST', headers: page })).status).toBe(401);
  });

  it('ends after eight hours, whatever is done', async () => {
    const browser = await signedIn();
    await minutesPass(8 * 60, 'signedInAt');
    expect(await session(browser)).toMatchObject({ person: null });
  });
});

describe('a recipient', () => {
  const claim = { name: '王秀英', identityLast6: '12001x', cardLast4: '0123' };
  const prove = (browser: Browser, more: object = {}, headers: object = {}) =>
    browser.fetch(`${gateway}/my/session`, { method: 'POST', headers: { ...page, ...headers }, body: JSON.stringify({ ...claim, ...more }) });

  it('proves who they are, and acts as that person at the services', async () => {
    const browser = new Browser();
    const proven = await prove(browser);
    expect(await json(proven)).toMatchObject({ person: null, citizen: { name: '王秀英' } });
    expect(proven.headers.get('set-cookie')).toMatch(/^one-card\.citizen=.*HttpOnly; SameSite=Strict/);
    expect(proven.headers.get('set-cookie')).not.toContain('77');
    expect(JSON.parse(service.seen.at(-1)?.body ?? '')).toEqual({ ...claim, identityLast6: '12001X' });
    await browser.fetch(`${gateway}/api/payment-orchestration/my/payments`);
    const statement = String(service.seen.at(-1)?.headers['x-one-card-statement']);
    await expect(verifyStatement(keys.publicKey, statement, 'payment-orchestration')).resolves.toMatchObject({
      anonymous: true,
      citizen: '77',
      posts: [],
    });
    const forgotten = await browser.fetch(`${gateway}/my/session`, { method: 'DELETE', headers: page });
    expect(await json(forgotten)).toMatchObject({ citizen: null });
    expect(await session(browser)).toMatchObject({ citizen: null });
  });

  it('is not believed by a cookie of their own making', async () => {
    const answer = await fetch(`${gateway}/session`, {
      headers: { cookie: 'one-card.citizen=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA' },
    });
    expect(await json(answer)).toMatchObject({ citizen: null });
  });

  it('is asked by our page alone', async () => {
    expect((await prove(new Browser(), {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const form = await fetch(`${gateway}/my/session`, {
      method: 'POST',
      headers: { origin: gateway, 'content-type': 'application/json' },
      body: JSON.stringify(claim),
    });
    expect(await json(form)).toMatchObject({ code: 'not-from-page' });
  });

  it('is guessed a few times and no more, also under another name', async () => {
    const wrong = (name: string) => prove(new Browser(), { name, cardLast4: '9999' });
    const answers = [];
    for (let tries = 0; tries < 5; tries += 1) answers.push((await wrong('李国庆')).status);
    expect(answers).toEqual([403, 403, 403, 403, 403]);
    expect(await json(wrong('李国庆'))).toMatchObject({ status: 429, code: 'too-many-tries' });
    // the address has tried too often, whomever it names
    expect((await prove(new Browser())).status).toBe(429);
    await given.database.query(sql`UPDATE citizen_try SET at = at - interval '16 minutes'`);
    expect((await prove(new Browser())).status).toBe(200);
  });

  it('is written down nowhere', async () => {
    const written = await given.database.query<{ row: string }>(sql`SELECT t::text AS row FROM citizen_try t`);
    expect(JSON.stringify(written)).not.toMatch(/王秀英|李国庆|9999|127\.0\.0\.1/);
  });
});

describe('live progress', () => {
  const path = '/api/payment-orchestration/batches/1/progress';
  const follow = async (headers: Record<string, string> = {}) => {
    const request = get(gateway + path, { headers: { accept: 'text/event-stream', ...headers } });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return { answer, stop: () => request.destroy() };
  };

  it('comes through as it is said, and ends when the page is left', async () => {
    const { answer, stop } = await follow();
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    expect(String((await once(answer, 'data'))[0])).toBe('data: 1\n\n');
    streams.at(-1)?.write('data: 2\n\n');
    expect(String((await once(answer, 'data'))[0])).toBe('data: 2\n\n');
    const left = once(streams.at(-1) ?? createServer(), 'close');
    stop();
    await left;
  });

  it('is followed by a few pages at once', async () => {
    const open = [await follow(), await follow()];
    const { answer } = await follow();
    expect(answer.statusCode).toBe(429);
    answer.resume();
    open[0]?.stop();
    await given.eventually(async () => {
      const again = await follow();
      again.stop();
      expect(again.answer.statusCode).toBe(200);
    });
    open[1]?.stop();
  });

  it('ends well when the service is lost', async () => {
    const { answer } = await follow();
    const ended = once(answer.resume(), 'end');
    streams.at(-1)?.destroy();
    await ended;
  });
});

describe('the webs', () => {
  it.each(['/', '/policies/410423', '/console/batches/7?state=open'])('%s is a page, for anybody', async (path) => {
    const answer = await fetch(gateway + path, { headers: { cookie: 'secret=1', authorization: 'Bearer nonsense' } });
    await expect(answer.text()).resolves.toBe(`page ${path}`);
    expect(web.seen.at(-1)?.headers).not.toHaveProperty('cookie');
  });

  it('take no host from an address', async () => {
    const answer = await new Promise<IncomingMessage>((resolve) => get({ port: new URL(gateway).port, path: '//elsewhere.example/x' }, resolve));
    answer.resume();
    expect(web.seen.at(-1)?.url).toMatch(/elsewhere\.example\/x$/);
    expect(answer.statusCode).toBe(200);
  });

  it('leave the console’s address with a slash', async () => {
    const answer = await fetch(`${gateway}/console?a=1`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/console/?a=1');
  });

  it('are only read', async () => {
    expect((await fetch(`${gateway}/`, { method: 'POST' })).status).toBe(404);
  });
});

describe('whoever asks too often', () => {
  it('has to wait, and still gets the pages', async () => {
    await given.restart({ RATE_LIMIT_PER_MINUTE: '3' });
    const asked = [1, 2, 3, 4].map(() => fetch(`${gateway}/api/gateway/me`));
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused?.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await fetch(`${gateway}/`)).status).toBe(200);
  });
});

import { createApi, type ApiOptions } from './client';
import type { DomainProblem } from './problem';

const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json(
    { type: 'x', title: 't', status, code, detail: '说明', availableFen: '100' },
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );

function given(answers: (Response | Error)[], more: Partial<ApiOptions> = {}) {
  const sent: Request[] = [];
  const waited: number[] = [];
  const api = createApi({
    baseUrl: 'http://gateway.invalid',
    language: () => 'zh-CN',
    words: { unreachable: () => '连接不上', failed: () => '失败' },
    fetch: async (request) => {
      sent.push(request);
      const next = answers.shift() ?? Response.json({});
      if (next instanceof Error) throw next;
      return next;
    },
    pause: async (ms) => void waited.push(ms),
    ...more,
  });
  return { sent, waited, api };
}

const command = { params: { header: { 'idempotency-key': 'k1' } }, body: { days: 1 } } as const;

describe('the way to the platform', () => {
  it('sends what the gateway demands of a page', async () => {
    const { api, sent } = given([]);
    await api.POST('/api/policy-catalog/clock/advance', command);
    const headers = Object.fromEntries(sent[0]?.headers ?? []);
    expect(headers).toMatchObject({ 'x-one-card-request': '1', 'accept-language': 'zh-CN', 'idempotency-key': 'k1' });
  });

  it('sends a command again under its key when the platform asks for patience', async () => {
    const { api, sent, waited } = given([problem(503, 'service-unavailable', { 'retry-after': '2' }), problem(429, 'x', { 'retry-after': '1' })]);
    await api.POST('/api/policy-catalog/clock/advance', command);
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k1', 'k1', 'k1']);
    expect(waited).toEqual([2000, 1000]);
    await expect(sent[2]?.json()).resolves.toEqual({ days: 1 });
  });

  it('does not wait long, nor for ever', async () => {
    const far = given([problem(429, 'too-many-requests', { 'retry-after': '600' })]);
    await expect(far.api.GET('/api/policy-catalog/clock')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 600, passes: true });
    const down = given([1, 2, 3, 4].map(() => problem(503, 'service-unavailable')));
    await expect(down.api.GET('/api/policy-catalog/clock')).rejects.toMatchObject({ code: 'service-unavailable' });
    expect(down.sent).toHaveLength(3);
  });

  it('asks again when it was not reached, but leaves a command to the person', async () => {
    const asked = given([new TypeError('x'), Response.json({ now: 'then' })]);
    await expect(asked.api.GET('/api/policy-catalog/clock')).resolves.toMatchObject({ data: { now: 'then' } });
    const commanded = given([new TypeError('x')]);
    await expect(commanded.api.POST('/api/policy-catalog/clock/advance', command)).rejects.toMatchObject({ code: 'unreachable', detail: '连接不上' });
    expect(commanded.sent).toHaveLength(1);
  });

  it('throws what the platform refused, in its words and with its figures', async () => {
    const { api } = given([problem(409, 'indicator-exceeded')]);
    const refused = await api.GET('/api/policy-catalog/clock').catch((error: unknown) => error as DomainProblem);
    expect(refused).toMatchObject({ code: 'indicator-exceeded', status: 409, detail: '说明', more: { availableFen: '100' }, passes: false });
  });

  it('has its own words for an answer that is no problem document', async () => {
    const { api } = given([new Response('<html>', { status: 502 })]);
    await expect(api.GET('/api/policy-catalog/clock')).rejects.toMatchObject({ code: 'unknown', status: 502, detail: '失败' });
  });

  it('says so when somebody has to sign in', async () => {
    const onSignedOut = jest.fn();
    const { api } = given([problem(401, 'not-signed-in')], { onSignedOut });
    await expect(api.GET('/api/policy-catalog/clock')).rejects.toMatchObject({ status: 401 });
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });
});

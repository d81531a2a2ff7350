import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  auditChunk,
  batch,
  type BatchState,
  lineFacts,
  type LineFacts,
  matchedChunk,
  type MatchedChunk,
  supervisionAlert,
  supervisionFact,
  verdict,
} from '@one-card/contracts';
import { sql } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { transformSync } from '@swc/core';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';

const COUNTY = '410423';
const at = '2026-11-01T08:00:00.000Z';
let given: ServiceUnderTest;

beforeAll(async () => {
  given = await serviceUnderTest({ name: 'supervision', module: AppModule, config, env: { DIFFERENCE_GRACE_MS: '1', SHARED_ACCOUNT_LIMIT: '2' } });
});
afterAll(() => given.stop());

const supervisor = () => given.as({ posts: [{ post: 'supervisor', divisions: [COUNTY] }] });

function facts(
  change: Partial<Omit<LineFacts, 'lines'>>,
  lines: [number, LineFacts['lines']['from'][number], LineFacts['lines']['to'][number]][],
): LineFacts {
  return {
    countyCode: COUNTY,
    projectId: randomUUID(),
    policyCode: 'old-age',
    batchId: randomUUID(),
    rollId: randomUUID(),
    revision: 1,
    divisionCode: '410423001',
    chunkId: null,
    orderId: null,
    periodFrom: '2026-10-01',
    periodTo: '2026-10-31',
    at,
    ...change,
    lines: {
      line: lines.map(([line]) => line),
      villageCode: lines.map(() => '410423001001'),
      from: lines.map(([, from]) => from),
      to: lines.map(([, , to]) => to),
      reason: lines.map(() => null),
      amountFen: lines.map(() => '6000'),
      bankCode: lines.map(() => 'rcb'),
    },
  };
}

/** Lines of these payees, all to one account. */
function matchTo(account: number, payees: readonly number[]): MatchedChunk {
  const each = <T>(value: T): T[] => payees.map(() => value);
  const chunk = {
    ...{ countyCode: COUNTY, projectId: randomUUID(), policyCode: 'old-age', policyVersionId: randomUUID(), batchId: randomUUID() },
    ...{ rollId: randomUUID(), revision: 1, divisionCode: '410423001', chunkId: randomUUID(), chunkNo: 1, chunks: 1, firstLine: account },
    ...{ lines: payees.length, amountFen: String(6000 * payees.length), periodFrom: '2026-10-01', periodTo: '2026-10-31' },
  };
  return {
    chunk,
    lines: {
      ...{ rowNo: payees.map((_, i) => i + 2), villageCode: each('410423001001'), subjectRef: each(''), itemCode: each('') },
      ...{ quantityMilli: each(1000), rateFen: each('6000'), amountFen: each('6000') },
      ...{ beneficiary: [...payees], household: [...payees], head: [...payees], payee: [...payees], payeeBasis: each('own' as const) },
      ...{ bankCode: each('rcb'), account: each(account), birthYear: each(1950) },
    },
    failures: [],
    payees: Buffer.from('for the bank').toString('base64'),
    listed: null,
  };
}

function batchState(change: Partial<BatchState>): BatchState {
  return {
    id: randomUUID(),
    version: 1,
    countyCode: COUNTY,
    projectId: randomUUID(),
    policyCode: 'old-age',
    policyVersionId: randomUUID(),
    department: '民政局',
    seq: 1,
    kind: 'regular',
    periodFrom: '2026-10-01',
    periodTo: '2026-10-31',
    state: 'in-review',
    step: 0,
    rolls: [],
    did: { act: 'issue', rollId: null, by: null, note: null },
    at,
    dueAt: null,
    ...change,
  };
}

describe('supervision', () => {
  it('counts each fact once, by what the lines are now, and tells regulators', async () => {
    const [batchId, rollId] = [randomUUID(), randomUUID()];
    const entered = facts({ batchId, rollId }, [
      [1, null, 'underWay'],
      [2, null, 'underWay'],
      [3, null, 'rejected'],
    ]);
    const id = await given.publish(lineFacts, entered);
    await given.publish(lineFacts, entered, { id });
    await given.publish(lineFacts, facts({ batchId, rollId }, [[1, 'underWay', 'paid']]));
    await given.eventually(async () => {
      const { body } = await supervisor().get(`/totals?batchId=${batchId}&by=bank`);
      expect(body).toMatchObject({
        entered: { count: 3, amountFen: '18000' },
        outcome: { paid: { count: 1, amountFen: '6000' }, underWay: { count: 1 }, rejected: { count: 1 } },
        groups: [{ key: 'rcb', entered: { count: 3 } }],
      });
    });
    const fact = await given.published(supervisionFact, (each) => each.rollId === rollId && each.changes.some(({ to }) => to === 'paid'));
    expect(fact.changes).toEqual([{ from: 'underWay', to: 'paid', bankCode: 'rcb', reason: null, count: 1, amountFen: '6000' }]);
  });

  it('leads from a sum down to the rolls that it is made of', async () => {
    const [batchId, paid, other] = [randomUUID(), randomUUID(), randomUUID()];
    await given.publish(batch, batchState({ id: batchId, seq: 7 }));
    await given.publish(
      lineFacts,
      facts({ batchId, rollId: paid }, [
        [11, null, 'underWay'],
        [12, null, 'underWay'],
      ]),
    );
    await given.publish(lineFacts, facts({ batchId, rollId: paid }, [[11, 'underWay', 'paid']]));
    await given.publish(lineFacts, facts({ batchId, rollId: other, divisionCode: '410423002' }, [[13, null, 'rejected']]));
    await given.eventually(async () => {
      const { body } = await supervisor().get(`/rolls?batchId=${batchId}&division=410423001&bankCode=rcb`);
      expect(body.items).toMatchObject([
        {
          rollId: paid,
          batchId,
          seq: 7,
          policyName: 'old-age',
          entered: { count: 2, amountFen: '12000' },
          outcome: { paid: { count: 1 }, underWay: { count: 1 } },
        },
      ]);
    });
    await given.eventually(async () => expect((await supervisor().get(`/rolls?batchId=${batchId}`)).body.items).toHaveLength(2));
    const first = await supervisor().get(`/rolls?batchId=${batchId}&limit=1`);
    const second = await supervisor().get(`/rolls?batchId=${batchId}&limit=1&cursor=${String(first.body.next)}`);
    expect(new Set([...first.body.items, ...second.body.items].map(({ rollId }: { rollId: string }) => rollId))).toEqual(new Set([paid, other]));
    expect(second.body.next).toBeNull();
  });

  it('raises a flag when a line is paid whose people are dead', async () => {
    const [batchId, rollId] = [randomUUID(), randomUUID()];
    const hit = { hitId: randomUUID(), line: 77, batchId, rollId, rule: 'deceased' as const, otherLine: null };
    await given.publish(verdict, {
      countyCode: COUNTY,
      batchId,
      rollId,
      revision: 1,
      divisionCode: '410423001',
      scope: 'roll',
      chunk: null,
      screened: 1,
      hits: [hit],
    });
    await given.eventually(async () => expect(await given.database.query(sql`SELECT FROM dead_line WHERE line = 77`)).toHaveLength(1));
    await given.publish(lineFacts, facts({ batchId, rollId }, [[77, 'underWay', 'paid']]));
    expect(await given.published(supervisionAlert, (alert) => alert.line === 77)).toMatchObject({ flag: 'dead-paid', state: 'open' });
    expect((await supervisor().get('/alerts?line=77&newest=true&division=410423001')).body.items).toMatchObject([{ flag: 'dead-paid', line: 77 }]);
    expect((await supervisor().get('/alerts?line=78')).body.items).toEqual([]);
    expect((await supervisor().get('/alerts/totals')).body).toContainEqual({ flag: 'dead-paid', open: 1, settled: 0 });
  });

  it('raises one flag when an account takes the payments of more people than it may, in one batch or several', async () => {
    await given.publish(matchedChunk, matchTo(7001, [1, 2]));
    const third = matchTo(7001, [2, 3]);
    await given.publish(matchedChunk, third);
    const told = await given.published(supervisionAlert, (alert) => alert.flag === 'shared-account' && alert.about === 'account 7001');
    expect(told).toMatchObject({ batchId: third.chunk.batchId, zh: '同一账户收取 3 人的补贴' });
    await given.publish(matchedChunk, matchTo(7002, [4, 5]));
    await given.publish(matchedChunk, matchTo(7001, [4]));
    await given.eventually(async () => {
      const payees = await given.database.query(sql`SELECT payee FROM account_payee WHERE account IN (7001, 7002) AND payee IN (4, 5)`);
      expect(payees).toHaveLength(3);
    });
    expect((await supervisor().get('/alerts?flag=shared-account')).body.items).toMatchObject([{ about: 'account 7001' }]);
  });

  it('raises a flag when a step is late, and settles it when the step is done', async () => {
    const late = batchState({ dueAt: '2026-01-05T15:59:59.000Z' });
    await given.publish(batch, late);
    await given.published(supervisionAlert, (alert) => alert.batchId === late.id && alert.flag === 'late' && alert.state === 'open');
    await given.publish(batch, { ...late, version: 2, state: 'approved', dueAt: null });
    await given.published(supervisionAlert, (alert) => alert.batchId === late.id && alert.state === 'settled');
    const ids = (await supervisor().get('/alerts?newest=true')).body.items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([...ids].sort().reverse());
    const progress = (await supervisor().get('/progress')).body.find(({ batchId }: { batchId: string }) => batchId === late.id);
    expect(progress).toMatchObject({ seq: 1, periodFrom: '2026-10-01', periodTo: '2026-10-31', policyName: 'old-age', late: false });
  });

  it("raises a flag when a roll's total differs from its lines", async () => {
    const rollId = randomUUID();
    const roll = {
      rollId,
      divisionCode: '410423001',
      revision: 1,
      digest: null,
      state: 'draft' as const,
      step: 0,
      entered: { count: 2, amountFen: '12000' },
    };
    const state = batchState({ rolls: [roll] });
    await given.publish(lineFacts, facts({ batchId: state.id, rollId }, [[91, null, 'underWay']]));
    await given.publish(batch, state);
    expect(await given.published(supervisionAlert, (alert) => alert.about === `roll ${rollId}`)).toMatchObject({
      flag: 'control-total-differs',
      zh: '花名册合计 120.00 元与明细合计 60.00 元不符',
    });
  });

  it('keeps chains that anybody can verify, and that show when an entry was changed', async () => {
    await given.publish(lineFacts, facts({}, [[5, null, 'rejected']]));
    await given.published(auditChunk, ({ topic }) => topic === lineFacts.type);
    const verified = await supervisor().post('/audit/verify');
    expect(verified.body).toMatchObject({ broken: [] });
    const { body } = await supervisor().get('/audit/export');
    const [head] = (await supervisor().get('/audit/heads')).body;
    const one = await supervisor().get(`/audit/export?topic=${head.topic}&partition=${String(head.partition)}`);
    const chain = String(one.body)
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { topic: string; partition: number; hash: string });
    expect(new Set(chain.map(({ topic, partition }) => `${topic}/${String(partition)}`)).size).toBe(1);
    expect(chain.length).toBeGreaterThanOrEqual(head.entries);
    const dir = mkdtempSync(join(tmpdir(), 'audit-'));
    const program = transformSync(readFileSync(join(__dirname, '../src/verify.ts'), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(dir, 'verify.js'), program.code);
    writeFileSync(join(dir, 'good.ndjson'), body);
    writeFileSync(join(dir, 'bad.ndjson'), String(body).replace(/"bodySha256":"./, '"bodySha256":"#'));
    expect(execFileSync('node', [join(dir, 'verify.js'), join(dir, 'good.ndjson')], { encoding: 'utf8' })).toMatch(/chains hold/);
    expect(() => execFileSync('node', [join(dir, 'verify.js'), join(dir, 'bad.ndjson')], { stdio: 'pipe' })).toThrow();
  });

  it('lets nobody change an entry, not even the service', async () => {
    await expect(given.database.query(sql`UPDATE audit_entry SET key = 'x'`)).rejects.toThrow();
    await expect(given.database.query(sql`DELETE FROM audit_entry`)).rejects.toThrow();
  });

  it('shows nothing to a township', async () => {
    const clerk = given.as({ posts: [{ post: 'township-clerk', divisions: ['410423001'] }] });
    for (const path of ['/totals', '/rolls', '/alerts', '/alerts/totals', '/audit/heads', '/audit/export', '/progress', '/lines/77/history'])
      expect((await clerk.get(path)).status).toBe(403);
  });
});

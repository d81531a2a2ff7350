import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accountMovement,
  batch as batchEvent,
  lineFacts,
  orderChunk,
  type OrderChunk,
  policyVersion,
  project,
  resultChunk,
  type ResultChunk,
  type TreasuryApplication,
} from '@one-card/contracts';
import { sql } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { aPolicy, aProject } from './reference';

const COUNTY = '410423';
const [treasuryOut, treasuryIn] = [mkdtempSync(join(tmpdir(), 'treasury-out-')), mkdtempSync(join(tmpdir(), 'treasury-in-'))];
const at = '2026-11-01T08:00:00.000Z';

let given: ServiceUnderTest;
let projectId: string;
const post = (name: string) => ({ posts: [{ post: name, department: '财政局', divisions: [COUNTY] }], id: name });
const officer = () => given.as(post('budget-officer'));
const operator = () => given.as(post('treasury-operator'));
const approver = () => given.as(post('treasury-approver'));

beforeAll(async () => {
  given = await serviceUnderTest({
    name: 'payment-orchestration',
    module: AppModule,
    config,
    env: { TREASURY_OUT: treasuryOut, TREASURY_IN: treasuryIn },
  });
  const policy = aPolicy();
  const opened = aProject(policy);
  projectId = opened.id;
  await given.publish(policyVersion, policy);
  await given.publish(project, opened);
  await given.eventually(async () =>
    expect(await given.database.query(sql`SELECT FROM replica WHERE key IN (${policy.id}, ${projectId})`)).toHaveLength(2),
  );
  state.policyVersionId = policy.id;
});
afterAll(() => given.stop());

const state = { policyVersionId: '', line: 1000 };

interface Paid {
  batchId: string;
  chunkId: string;
  firstLine: number;
}

/** A batch that finance has reviewed, with one chunk of matched lines: 100.00 yuan each, the first at rcb, the others at abc. */
async function reviewedBatch(lines: number): Promise<Paid> {
  const [batchId, rollId, chunkId] = [randomUUID(), randomUUID(), randomUUID()];
  const firstLine = (state.line += 1000);
  const chain = JSON.stringify([{ kind: 'review', scope: 'batch', post: 'finance-reviewer', limitWorkingDays: null }]);
  await given.database.transaction(async (tx) => {
    await tx.execute(sql`
      INSERT INTO batch (id, county_code, project_id, policy_code, policy_name, policy_version_id, department, seq, kind, period_from, period_to, chain,
                         state, step, opened_by, opened_at)
      SELECT ${batchId}, ${COUNTY}, ${projectId}, 'resettlement', '移民补助', ${state.policyVersionId}, '移民', ${firstLine / 1000}::int, 'regular', '2026-01-01',
             '2026-12-31', ${chain}::jsonb, 'applied', 1, 'clerk', now()`);
    await tx.execute(sql`
      INSERT INTO roll (id, county_code, batch_id, division_code, division_name, state, step, revision, digest, lines, amount_fen)
      VALUES (${rollId}, ${COUNTY}, ${batchId}, '410423001', '露峰街道', 'ready', 2, 1, ${'0'.repeat(64)}, ${lines}, ${lines * 10_000})`);
    await tx.execute(sql`
      INSERT INTO roll_progress (roll_id, revision, chunks, matched, screened, cross_checked) VALUES (${rollId}, 1, 1, 1, 1, true)`);
    await tx.execute(sql`
      INSERT INTO chunk (chunk_id, county_code, batch_id, roll_id, revision, chunk_no, first_line, lines, amount_fen, matched, payee_block)
      VALUES (${chunkId}, ${COUNTY}, ${batchId}, ${rollId}, 1, 1, ${firstLine}, ${lines}, ${lines * 10_000}, true, ${Buffer.from('sealed')})`);
    await tx.execute(sql`
      INSERT INTO line (county_code, line, chunk_id, row_no, village_code, subject_ref, item_code, quantity_milli, rate_fen, amount_fen, beneficiary, payee,
                        payee_basis, bank_code, account)
      SELECT ${COUNTY}, ${firstLine} + i, ${chunkId}, i + 2, '410423001001', '', '', 1000, 10000, 10000, i + 1, i + 1, 'own',
             CASE WHEN i = 0 THEN 'rcb' ELSE 'abc' END, i + 1
      FROM generate_series(0, ${lines - 1}::int) AS i`);
  });
  return { batchId, chunkId, firstLine };
}

async function indicator(amountFen: string): Promise<string> {
  const { status, body } = await officer().post('/indicators', {
    projectId,
    budgetYear: 2026,
    documentNo: `鲁财预〔2026〕${randomUUID()}`,
    receivedAt: '2026-09-30',
    amountFen,
    fundNature: '一般公共预算',
    functionCode: '2130321',
    economicCode: '50901',
    budgetUnit: '移民工作服务中心',
    projectCode: 'P1',
    directMark: false,
  });
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

async function indicatorOf(id: string) {
  const [row] = await given.database.query(sql`SELECT available_fen, reserved_fen, paid_fen FROM indicator WHERE id = ${id}`);
  return row;
}

async function open(batchId: string, indicatorId: string, amountFen: string) {
  return operator().post('/orders', { batchId, draws: [{ indicatorId, amountFen }] });
}

/** The treasury answers as its own program would. */
async function treasuryAnswers(orderId: string, change: (answer: Record<string, unknown>) => void = () => undefined): Promise<void> {
  const application = await given.eventually(() => {
    const found = readdirSync(treasuryOut)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(treasuryOut, name), 'utf8')) as TreasuryApplication)
      .find((each) => each.orderId === orderId);
    expect(found).toBeDefined();
    return found as TreasuryApplication;
  });
  const vouchers = application.banks.map(({ bankCode, amountFen }) => ({
    bankCode,
    amountFen,
    voucherNo: `${application.applicationNo}-${bankCode}`,
    fundedAt: at,
  }));
  const answer = { format: 'one-card.treasury-answer.v1', applicationNo: application.applicationNo, orderId, refused: null, vouchers };
  change(answer);
  const file = join(treasuryIn, `${application.applicationNo}.json`);
  writeFileSync(`${file}.half`, JSON.stringify(answer));
  renameSync(`${file}.half`, file);
}

function resultOf(order: OrderChunk, bankCode: string, stateOf: (line: number) => 'credited' | 'bounced', sequence = 1): ResultChunk {
  const picked = order.lines.line.filter((_, i) => order.lines.bankCode[i] === bankCode);
  const states = picked.map(stateOf);
  const sum = (wanted: string) => ({
    count: states.filter((s) => s === wanted).length,
    amountFen: String(states.filter((s) => s === wanted).length * 10_000),
  });
  const bounced = (value: string) => states.map((s) => (s === 'bounced' ? value : null));
  return {
    orderId: order.orderId,
    chunk: order.chunk,
    bankCode,
    fileId: `file-${bankCode}`,
    lines: {
      line: picked,
      attempt: picked.map(() => 1),
      sequence: picked.map(() => sequence),
      state: states,
      reason: bounced('name-differs') as 'name-differs'[],
      rawCode: bounced('E1203'),
      rawText: bounced('卡号与户名不一致'),
      bankSerial: picked.map(String),
      creditedAt: picked.map(() => at),
      notifiedAt: picked.map(() => null),
      amountFen: picked.map(() => '10000'),
    },
    credited: sum('credited'),
    bounced: sum('bounced'),
  };
}

async function funded(lines: number) {
  const { batchId, firstLine } = await reviewedBatch(lines);
  const indicatorId = await indicator(String(lines * 10_000 + 5_000));
  const { status, body } = await open(batchId, indicatorId, String(lines * 10_000));
  expect(status).toBe(201);
  const orderId = (body as { id: string }).id;
  expect((await approver().post(`/orders/${orderId}/approve`, {})).status).toBe(204);
  await treasuryAnswers(orderId);
  const order = await given.published(orderChunk, (each) => each.orderId === orderId);
  return { batchId, firstLine, indicatorId, orderId, order };
}

describe('an order', () => {
  it('reserves its money, is funded by voucher, paid by the banks, and what bounced is refunded', async () => {
    const { batchId, firstLine, indicatorId, orderId, order } = await funded(4);
    expect(order.lines.line).toEqual([0, 1, 2, 3].map((i) => firstLine + i));
    expect(order.funding.map(({ bankCode, amountFen }) => [bankCode, amountFen])).toEqual([
      ['abc', '30000'],
      ['rcb', '10000'],
    ]);
    expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '40000', paid_fen: '0' });
    await given.publish(
      resultChunk,
      resultOf(order, 'rcb', () => 'credited'),
    );
    await given.publish(
      resultChunk,
      resultOf(order, 'abc', (line) => (line === firstLine + 2 ? 'bounced' : 'credited')),
    );
    await given.published(batchEvent, (each) => each.id === batchId && each.state === 'settled');
    expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '10000', paid_fen: '30000' });
    await given.published(lineFacts, (facts) => facts.batchId === batchId && facts.lines.to.includes('bounced'));
    await given.publish(accountMovement, {
      id: randomUUID(),
      countyCode: COUNTY,
      kind: 'refund',
      orderId,
      bankCode: 'abc',
      voucherNo: randomUUID(),
      amountFen: '10000',
      at,
    });
    await given.eventually(async () =>
      expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '15000', reserved_fen: '0', paid_fen: '30000' }),
    );
    const { body } = await operator().get(`/orders/${orderId}`);
    expect(body).toMatchObject({
      state: 'settled',
      banks: [
        { bankCode: 'abc', credited: { count: 2 }, bounced: { count: 1 }, refundedFen: '10000', heldFen: '0' },
        { bankCode: 'rcb', heldFen: '0' },
      ],
    });
  });

  it('changes nothing when the bank says the same again, and lets a late success win over a bounce', async () => {
    const { batchId, indicatorId, order } = await funded(3);
    await given.publish(
      resultChunk,
      resultOf(order, 'rcb', () => 'bounced'),
    );
    await given.publish(
      resultChunk,
      resultOf(order, 'rcb', () => 'bounced'),
    );
    await given.publish(
      resultChunk,
      resultOf(order, 'abc', () => 'credited'),
    );
    await given.published(batchEvent, (each) => each.id === batchId && each.state === 'settled');
    await given.publish(
      resultChunk,
      resultOf(order, 'rcb', () => 'credited', 2),
    );
    await given.eventually(async () =>
      expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '0', paid_fen: '30000' }),
    );
    const [outcome] = await given.database.query(sql`SELECT outcome, lines FROM roll_outcome WHERE batch_id = ${batchId}`);
    expect(outcome).toEqual({ outcome: 'paid', lines: 3 });
    const { body } = await operator().get('/totals');
    expect(Object.values(body.outcome as Record<string, { count: number }>).reduce((sum, { count }) => sum + count, 0)).toBe(body.entered.count);
  });

  it('is refused when the indicator has too little, and then nothing is reserved', async () => {
    const { batchId } = await reviewedBatch(2);
    const indicatorId = await indicator('15000');
    const { status, body } = await open(batchId, indicatorId, '20000');
    expect([status, (body as { code: string }).code]).toEqual([409, 'indicator-exceeded']);
    expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '15000', reserved_fen: '0', paid_fen: '0' });
    expect(await given.database.query(sql`SELECT FROM pay_order WHERE batch_id = ${batchId}`)).toEqual([]);
  });

  it('never reserves more than there is, however many are opened at once', async () => {
    const indicatorId = await indicator('30000');
    const batches = await Promise.all([1, 2, 3, 4].map(() => reviewedBatch(1)));
    const answers = await Promise.all(batches.map(({ batchId }) => open(batchId, indicatorId, '10000')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409]);
    expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '0', reserved_fen: '30000', paid_fen: '0' });
  });

  it('needs draws that make its sum, another person to approve, and frees all when it is cancelled', async () => {
    const { batchId } = await reviewedBatch(2);
    const indicatorId = await indicator('50000');
    expect((await open(batchId, indicatorId, '10000')).body).toMatchObject({ code: 'draws-differ', neededFen: '20000' });
    const { body } = await open(batchId, indicatorId, '20000');
    const orderId = (body as { id: string }).id;
    const both = given.as({ id: 'treasury-operator', posts: [{ post: 'treasury-approver', department: '财政局', divisions: [COUNTY] }] });
    expect((await both.post(`/orders/${orderId}/approve`, {})).body).toMatchObject({ code: 'two-posts-on-one-batch' });
    expect((await open(batchId, indicatorId, '20000')).status).toBe(409);
    expect((await operator().post(`/orders/${orderId}/cancel`, {})).status).toBe(204);
    expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '50000', reserved_fen: '0', paid_fen: '0' });
    expect((await open(batchId, indicatorId, '20000')).status).toBe(201);
  });

  it('is not funded by vouchers that differ from it, and is free again when the treasury refuses', async () => {
    const { batchId } = await reviewedBatch(2);
    const indicatorId = await indicator('50000');
    const orderId = ((await open(batchId, indicatorId, '20000')).body as { id: string }).id;
    await approver().post(`/orders/${orderId}/approve`, {});
    await treasuryAnswers(orderId, (answer) => (((answer['vouchers'] as { amountFen: string }[])[0] ??= { amountFen: '' }).amountFen = '1'));
    await given.eventually(() => expect(readdirSync(join(treasuryIn, 'faulty')).length).toBeGreaterThan(0));
    expect((await operator().get(`/orders/${orderId}`)).body).toMatchObject({ state: 'applied' });
    await treasuryAnswers(orderId, (answer) => Object.assign(answer, { refused: '科目有误', vouchers: [] }));
    await given.eventually(async () =>
      expect((await operator().get(`/orders/${orderId}`)).body).toMatchObject({ state: 'refused', refusedWhy: '科目有误' }),
    );
    expect(await indicatorOf(indicatorId)).toEqual({ available_fen: '50000', reserved_fen: '0', paid_fen: '0' });
  });

  it.each(['township-clerk', 'treasury-approver'])('cannot be opened by %s', async (name) => {
    const { batchId } = await reviewedBatch(1);
    const { status, body } = await given.as(post(name)).post('/orders', { batchId, draws: [{ indicatorId: randomUUID(), amountFen: '1' }] });
    expect([status, (body as { code: string }).code]).toEqual([403, 'wrong-post']);
  });
});

import {
  type BankAnswer,
  bankAnswer,
  type BankFile,
  bankFileStatus,
  type BankFileWithdrawal,
  type BankRefund,
  bankSimulatorApi,
  signedTextOf,
  signedTextOfRefund,
  signedTextOfStatus,
  signedTextOfWithdrawal,
} from '@one-card/contracts';
import { Envelopes, generateSealingPair, parseKey, type SealingPair } from '@one-card/sealing';
import { eventually, type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import fc from 'fast-check';
import { createHash, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppModule } from '../src/app.module';
import { configure } from '../src/bodies';
import { config } from '../src/config';

const NAME = '段秀英测试';
const [gateway, signing] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const der = (key: typeof gateway, kind: 'public' | 'private') =>
  kind === 'public'
    ? key.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    : key.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

/** What the bank posted, as the gateway gets it. */
const posted: { path: string; body: BankAnswer | BankRefund }[] = [];
let refuseFirst = 0;
const listener = createServer((request, response) => {
  void textOf(request).then((text) => {
    if (refuseFirst > 0) {
      refuseFirst--;
      return response.writeHead(503).end();
    }
    posted.push({ path: request.url ?? '', body: JSON.parse(text) as BankAnswer | BankRefund });
    return response.writeHead(200).end('{}');
  });
});
let sealing: SealingPair;
let given: ServiceUnderTest;

beforeAll(async () => {
  sealing = await generateSealingPair();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const banks = { rcb: { sealing: sealing.privateKey, signing: der(signing, 'private') } };
  const env = {
    BANK_SIM_KEYS: JSON.stringify({ banks, gateway: der(gateway, 'public') }),
    BANK_GATEWAY_URL: `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`,
    RETRY_MS: '20',
    SWEEP_MS: '50',
    LOG_LEVEL: 'fatal',
  };
  given = await serviceUnderTest({ name: 'bank-simulator', module: AppModule, config, configure, env });
});
afterAll(async () => {
  listener.close();
  listener.closeAllConnections();
  await given.stop();
});
beforeEach(() => behave({}));

const behave = async (behaviour: object) => expect((await given.anonymous.put('/behaviour', behaviour)).status).toBe(200);
const ledger = async () => bankSimulatorApi.ledgerView.parse((await given.anonymous.get('/ledger')).body);
const fund = (orderId: string, amountFen: bigint) =>
  given.anonymous.post('/funding', { bankCode: 'rcb', orderId, voucherNo: `V-${orderId}`, amountFen: String(amountFen) });
const send = (file: object) => given.anonymous.post('/files', file);
const answersTo = (fileId: string) => posted.flatMap(({ body }) => ('fileId' in body && body.fileId === fileId ? [body] : []));
const refundsOf = (orderId: string) => posted.flatMap(({ body }) => ('voucherNo' in body && body.orderId === orderId ? [body] : []));

let serial = 6_217_000_000_000_000_000n + BigInt(Date.now());
type State = 'normal' | 'closed' | 'frozen' | 'limit' | 'inactive' | 'other';
async function accounts(states: (State | 'missing')[], name = NAME): Promise<string[]> {
  const numbers = states.map(() => String(serial++));
  const rows = states.flatMap((state, at) =>
    state === 'missing' ? [] : [JSON.stringify({ bankCode: 'rcb', account: numbers[at], cardNo: `${numbers[at] ?? ''}9`, name, state })],
  );
  const response = await fetch(`${given.url}/api/bank-simulator/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: rows.join('\n'),
  });
  expect(await response.json()).toEqual({ accounts: rows.length });
  return numbers;
}

let line = 1;
interface FileOptions {
  orderId: string;
  funding: bigint;
  account: string[];
  amountFen?: bigint;
  name?: string;
  instructionId?: string[];
}
async function makeFile({ orderId, funding, account, amountFen = 100n, name = NAME, instructionId }: FileOptions): Promise<BankFile> {
  const fileId = randomUUID();
  const block = {
    instructionId: instructionId ?? account.map(() => `410423${String(line++).padStart(15, '0')}001`),
    name: account.map(() => name),
    account,
    cardNo: account.map((number) => `${number}9`),
    amountFen: account.map(() => String(amountFen)),
    memo: account.map(() => '耕地补贴'),
  };
  const envelopes = new Envelopes({ own: [], readers: new Map([['rcb', parseKey(sealing.publicKey, 'TEST')]]) });
  const sealed = await envelopes.sealFor('rcb', fileId, Buffer.from(JSON.stringify(block)));
  return signed({
    format: 'one-card.bank-file.v1',
    fileId,
    bankCode: 'rcb',
    orderId,
    voucherNo: `V-${orderId}`,
    orderFunding: String(funding),
    count: account.length,
    amountFen: String(amountFen * BigInt(account.length)),
    sealed: sealed.toString('base64'),
    digest: createHash('sha256').update(sealed).digest('hex'),
    signature: '',
    businessDate: '2026-03-02T01:00:00.000Z',
  });
}
const signed = (file: BankFile): BankFile => ({
  ...file,
  signature: sign(null, Buffer.from(signedTextOf(file)), gateway.privateKey).toString('base64'),
});

const withdraw = (file: BankFile | BankFileWithdrawal) =>
  given.anonymous.post(`/files/${file.fileId}/withdrawal`, { ...file, format: 'one-card.bank-file-withdrawal.v1' });
function withdrawalOf({ fileId, bankCode, orderId, count, amountFen, businessDate }: BankFile): BankFileWithdrawal {
  const paper = { format: 'one-card.bank-file-withdrawal.v1' as const, fileId, bankCode, orderId, count, amountFen, businessDate };
  return { ...paper, signature: sign(null, Buffer.from(signedTextOfWithdrawal(paper)), gateway.privateKey).toString('base64') };
}

/** A funded order whose file the bank has worked on. */
async function paid(states: (State | 'missing')[], name?: string): Promise<{ orderId: string; file: BankFile }> {
  const orderId = randomUUID();
  const funding = 100n * BigInt(states.length);
  await fund(orderId, funding);
  const file = await makeFile({ orderId, funding, account: await accounts(states), name });
  expect((await send(file)).status).toBe(200);
  return { orderId, file };
}

describe('a file of a funded order', () => {
  it('is credited, and its signed answer comes by itself', async () => {
    const before = await ledger();
    const { file } = await paid(['normal', 'normal']);
    const answer = await eventually(() => bankAnswer.parse(answersTo(file.fileId)[0]));
    expect(answer.lines.state).toEqual(['credited', 'credited']);
    expect(createHash('sha256').update(JSON.stringify(answer.lines)).digest('hex')).toBe(answer.digest);
    expect(verify(null, Buffer.from(signedTextOf(answer)), signing.publicKey, Buffer.from(answer.signature, 'base64'))).toBe(true);
    const after = await ledger();
    expect(after.credited.count - before.credited.count).toBe(2);
    expect(after).toMatchObject({ creditedTwice: 0, creditedUnordered: 0 });
  });

  it('bounces each line with the reason of its account', async () => {
    const { file, orderId } = await paid(['closed', 'limit', 'frozen', 'missing', 'inactive', 'other', 'normal']);
    const answer = await eventually(() => bankAnswer.parse(answersTo(file.fileId)[0]));
    expect([...answer.lines.rawCode].sort()).toEqual(['E1201', 'E1202', 'E1204', 'E1205', 'E1206', 'E1299', null].sort());
    const refund = await eventually(() => {
      expect(refundsOf(orderId)).toHaveLength(1);
      return refundsOf(orderId)[0];
    });
    expect(refund).toMatchObject({ amountFen: '600', bankCode: 'rcb' });
    const text = refund === undefined ? '' : signedTextOfRefund(refund);
    expect(verify(null, Buffer.from(text), signing.publicKey, Buffer.from(refund?.signature ?? '', 'base64'))).toBe(true);
  });

  it('bounces a card under another name, but not under another width or dot', async () => {
    const { file } = await paid(['normal'], '别人');
    const answer = await eventually(() => bankAnswer.parse(answersTo(file.fileId)[0]));
    expect(answer.lines).toMatchObject({ state: ['bounced'], rawCode: ['E1203'], rawText: ['卡号与户名不一致'] });

    const orderId = randomUUID();
    await fund(orderId, 100n);
    const uyghur = await makeFile({ orderId, funding: 100n, account: await accounts(['normal'], '阿依努尔·买买提'), name: '阿依努尔•买买提 ' });
    await send(uyghur);
    const other = await eventually(() => bankAnswer.parse(answersTo(uyghur.fileId)[0]));
    expect(other.lines.state).toEqual(['credited']);
  });

  it('is worked on once, however often the same bytes come', async () => {
    const { file } = await paid(['normal']);
    const before = await ledger();
    expect(await send(file)).toMatchObject({ status: 200, body: { state: 'accepted', answered: { count: 1, amountFen: '100' } } });
    expect(await ledger()).toEqual(before);
  });
});

describe('a file that is refused', () => {
  it.each([
    ['another digest', (file: BankFile) => signed({ ...file, digest: '0'.repeat(64) }), '摘要不符'],
    ['other totals', (file: BankFile) => signed({ ...file, amountFen: '1' }), '笔数或金额合计与明细不符'],
    ['a signature that is not its own', (file: BankFile) => ({ ...file, amountFen: '1' }), '签名不符'],
    ['another amount of the voucher', (file: BankFile) => signed({ ...file, orderFunding: '1' }), '拨款凭证或金额不符'],
  ])('has %s', async (_, tamper, reason) => {
    const orderId = randomUUID();
    await fund(orderId, 100n);
    const before = await ledger();
    const file = await makeFile({ orderId, funding: 100n, account: await accounts(['normal']) });
    expect(await send(tamper(file))).toMatchObject({ status: 422, body: { state: 'refused', reason } });
    expect(await ledger()).toEqual(before);
  });

  it('has an instruction that was seen before, even beside new ones', async () => {
    const orderId = randomUUID();
    await fund(orderId, 1_000n);
    const account = await accounts(['normal', 'normal']);
    const ids = ['410423000000000900001001', '410423000000000900002001'];
    await send(await makeFile({ orderId, funding: 1_000n, account: account.slice(0, 1), instructionId: ids.slice(0, 1) }));
    const before = await ledger();
    const again = await send(await makeFile({ orderId, funding: 1_000n, account, instructionId: ids }));
    expect(again).toMatchObject({ status: 422, body: { reason: '指令编号已使用' } });
    expect(await ledger()).toEqual(before);
  });

  it('needs more than the voucher brought', async () => {
    const orderId = randomUUID();
    await fund(orderId, 150n);
    const file = await makeFile({ orderId, funding: 150n, account: await accounts(['normal', 'normal']) });
    expect(await send(file)).toMatchObject({ status: 422, body: { reason: '超过拨款金额' } });
  });

  it('frees its money when it is given up: once, and only then', async () => {
    const orderId = randomUUID();
    await fund(orderId, 300n);
    const account = await accounts(['normal', 'normal', 'normal']);
    expect((await send(await makeFile({ orderId, funding: 300n, account: account.slice(0, 1) }))).status).toBe(200);
    await behave({ refuse: 1 });
    const file = await makeFile({ orderId, funding: 300n, account: account.slice(1) });
    expect((await send(file)).status).toBe(422);
    await behave({});
    expect((await withdraw(file)).status).toBe(422);
    for (let time = 0; time < 2; time++) expect(await withdraw(withdrawalOf(file))).toMatchObject({ status: 200, body: { state: 'refused' } });
    await eventually(() => expect(refundsOf(orderId)).toMatchObject([{ amountFen: '200' }]));
    expect((await send(file)).status).toBe(422);
    expect((await given.anonymous.get<BankRefund[]>(`/refunds?orderId=${orderId}&bankCode=rcb`)).body).toHaveLength(1);
  });

  it('is not given up when it was accepted, and never comes when it was given up unseen', async () => {
    const { file, orderId } = await paid(['normal']);
    expect(await withdraw(withdrawalOf(file))).toMatchObject({ status: 200, body: { state: 'accepted' } });
    expect(refundsOf(orderId)).toEqual([]);

    const other = randomUUID();
    await fund(other, 100n);
    const unseen = await makeFile({ orderId: other, funding: 100n, account: await accounts(['normal']) });
    expect(await withdraw(withdrawalOf(unseen))).toMatchObject({ status: 200, body: { state: 'refused' } });
    expect((await send(unseen)).status).toBe(422);
    await eventually(() => expect(refundsOf(other)).toMatchObject([{ amountFen: '100' }]));
  });

  it('is only asked to wait while the voucher has not come', async () => {
    const orderId = randomUUID();
    const file = await makeFile({ orderId, funding: 100n, account: await accounts(['normal']) });
    expect((await send(file)).status).toBe(409);
    expect((await given.anonymous.get(`/files/${file.fileId}`)).body).toMatchObject({ state: 'unknown' });
    await fund(orderId, 100n);
    await fund(orderId, 100n);
    expect((await fund(orderId, 101n)).status).toBe(409);
    expect((await send(file)).status).toBe(200);
  });
});

describe('a bank that misbehaves', () => {
  it('does the work, cuts the line once, and knows of it when it is asked', async () => {
    await behave({ timeOutAfterWork: 1 });
    const orderId = randomUUID();
    await fund(orderId, 100n);
    const file = await makeFile({ orderId, funding: 100n, account: await accounts(['normal']) });
    await expect(send(file)).rejects.toThrow();
    expect((await given.anonymous.get(`/files/${file.fileId}`)).body).toMatchObject({ state: 'accepted' });
    expect((await send(file)).status).toBe(200);
    expect(await ledger()).toMatchObject({ creditedTwice: 0 });
  });

  it('refuses a file whole, signs that nothing was done, and takes the same instructions in another file', async () => {
    await behave({ refuse: 1 });
    const orderId = randomUUID();
    await fund(orderId, 100n);
    const [account, instructionId] = [await accounts(['normal']), ['410423000000000800001001']];
    const file = await makeFile({ orderId, funding: 100n, account, instructionId });
    expect(await send(file)).toMatchObject({ status: 422, body: { state: 'refused' } });
    await behave({});
    const status = bankFileStatus.parse((await given.anonymous.get(`/files/${file.fileId}`)).body);
    expect(status).toMatchObject({ state: 'refused', reason: '系统拒收', answered: { count: 0 } });
    expect(verify(null, Buffer.from(signedTextOfStatus(status)), signing.publicKey, Buffer.from(status.signature ?? '', 'base64'))).toBe(true);
    expect(await send(file)).toMatchObject({ status: 422 });
    expect((await send(await makeFile({ orderId, funding: 100n, account, instructionId }))).status).toBe(200);
    const unseen = bankFileStatus.parse((await given.anonymous.get(`/files/${randomUUID()}?bankCode=rcb`)).body);
    expect(unseen).toMatchObject({ state: 'unknown', signature: expect.any(String) as string });
  });

  it('answers in parts, shuffled and twice', async () => {
    await behave({ answerParts: 4, shuffleParts: true, answerTwice: 1 });
    const { file } = await paid(['normal', 'normal', 'normal', 'closed', 'normal']);
    await eventually(() => expect(answersTo(file.fileId)).toHaveLength(8));
    const parts = new Map(answersTo(file.fileId).map((answer) => [answer.part, answer]));
    expect([...parts.values()].flatMap(({ lines }) => lines.instructionId)).toHaveLength(5);
  });

  it('says nothing, but answers when asked; answers that do not get through come again', async () => {
    await behave({ silent: 1, refund: false });
    const { file } = await paid(['normal']);
    const asked = await given.anonymous.get<BankAnswer[]>(`/files/${file.fileId}/answers`);
    expect(asked.body.map(({ count }) => count)).toEqual([1]);
    expect(answersTo(file.fileId)).toEqual([]);

    await behave({});
    refuseFirst = 2;
    const later = await paid(['normal']);
    await eventually(() => expect(answersTo(later.file.fileId)).toHaveLength(1));
  });

  it('keeps bounced money while it is told to, and gives it back when it is told so', async () => {
    await behave({ refund: false });
    const { file, orderId } = await paid(['closed', 'normal']);
    await eventually(() => expect(answersTo(file.fileId)).toHaveLength(1));
    expect((await given.anonymous.get(`/refunds?orderId=${orderId}&bankCode=rcb`)).body).toEqual([]);
    await behave({ refund: true });
    await eventually(() => expect(refundsOf(orderId)).toMatchObject([{ amountFen: '100' }]));
    expect((await given.anonymous.get<BankRefund[]>(`/refunds?orderId=${orderId}&bankCode=rcb`)).body).toHaveLength(1);
  });

  it('is down for everybody but those who steer it', async () => {
    await behave({ down: true });
    expect((await given.anonymous.get('/files/any-file-id')).status).toBe(503);
    expect((await given.anonymous.get('/ledger')).status).toBe(200);
  });
});

describe('the ledger', () => {
  it('keeps funded = credited + refunded + held whatever comes, and credits nothing twice', async () => {
    const account = await accounts(['normal', 'closed', 'normal', 'frozen']);
    const act = fc.record({
      lines: fc.subarray(account, { minLength: 1 }),
      funded: fc.bigInt({ min: 1n, max: 900n }),
      files: fc.integer({ min: 1, max: 3 }),
      resend: fc.boolean(),
    });
    const play = async ({ lines, funded, files, resend }: { lines: string[]; funded: bigint; files: number; resend: boolean }) => {
      const orderId = randomUUID();
      await fund(orderId, funded);
      for (let count = 0; count < files; count++) {
        const file = await makeFile({ orderId, funding: funded, account: lines });
        const answers = [await send(file), ...(resend ? [await send(file), await send(file)] : [])];
        expect(new Set(answers.map(({ status }) => status)).size).toBe(1);
      }
      const { byBank, ...all } = await ledger();
      expect(all).toMatchObject({ creditedTwice: 0, creditedUnordered: 0 });
      for (const { fundedFen, credited, bounced, refundedFen, heldFen } of [all, ...byBank]) {
        expect(BigInt(fundedFen)).toBe(BigInt(credited.amountFen) + BigInt(refundedFen) + BigInt(heldFen));
        expect(BigInt(refundedFen)).toBeLessThanOrEqual(BigInt(bounced.amountFen));
        expect(BigInt(heldFen)).toBeGreaterThanOrEqual(0n);
      }
    };
    await fc.assert(fc.asyncProperty(act, play), { numRuns: 12 });
  });

  it('keeps no name, card or account in clear', async () => {
    const [account = ''] = await accounts(['normal']);
    for (const table of ['account', 'instruction', 'entry', 'bank_file', 'letter', 'command']) {
      const rows: { text: string }[] = await given.database.dataSource.query(
        `SELECT t::text || ${table === 'letter' ? `convert_from(t.body, 'UTF8')` : `''`} AS text FROM ${table} t`,
      );
      const text = rows.map((row) => row.text).join('\n');
      for (const secret of [NAME, account]) expect(text).not.toContain(secret);
    }
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

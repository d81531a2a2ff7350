import { accountMovement, type BankFile, bankGatewayApi, orderChunk, resultChunk } from '@one-card/contracts';
import { driftOf, sql } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { AppModule } from '../src/app.module';
import { configure } from '../src/bodies';
import { config } from '../src/config';
import { first, makeOrder, NAME, type Ordered, publishOrder } from './orders';
import { SmallBank } from './small-bank';

const signing = generateKeyPairSync('ed25519');
let bank: SmallBank;
let given: ServiceUnderTest;

beforeAll(async () => {
  bank = await SmallBank.open();
  const env = {
    BANK_URLS: JSON.stringify({ rcb: bank.url, psbc: bank.url }),
    BANK_KEYS: JSON.stringify({ rcb: bank.keys, psbc: bank.keys }),
    BANK_SIGNING_KEY: signing.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    BANK_TIMEOUT_MS: '2000',
    ANSWER_TIMEOUT_MS: '3000',
    RETRY_MS: '20',
    SWEEP_MS: '100',
    LOG_LEVEL: 'fatal',
  };
  given = await serviceUnderTest({ name: 'bank-gateway', module: AppModule, config, configure, env });
});
afterAll(async () => {
  await bank.close();
  await given.stop();
});

const finance = () => given.as({ posts: [{ post: 'treasury-operator' }] });
const sentFile = (orderId: string) => given.eventually(() => first(bank.filesOf(orderId)));
const orderAtBank = async (orderId: string) => {
  const { body } = await finance().get(`/orders/${orderId}`);
  return first(bankGatewayApi.bankOrderView.parse(body).banks);
};
const untilSettled = (orderId: string) =>
  given.eventually(async () => {
    const { files } = await orderAtBank(orderId);
    expect(files.ready + files.sent + files.unknown).toBe(0);
  });
const tell = (answer: object) => given.anonymous.post('/answers', answer);
const resultsOf = async (orderId: string) => (await given.log.soFar(resultChunk)).filter((result) => result.orderId === orderId);
const deadLetter = (orderId: string) =>
  given.eventually(async () => {
    const rows = await given.database.query<{ cause: string }>(
      sql`SELECT to_jsonb(d)::text AS cause FROM dead_letter d WHERE convert_from(payload, 'UTF8') LIKE ${`%${orderId}%`}`,
    );
    return first(rows).cause;
  });
/** An order of one bank whose file the bank has accepted. */
async function accepted(lines: Parameters<typeof publishOrder>[1]['lines']): Promise<Ordered & { file: BankFile; orderId: string }> {
  const ordered = await publishOrder(given, { lines });
  const { orderId } = ordered.order;
  return { ...ordered, orderId, file: await sentFile(orderId) };
}

describe('an order that is funded', () => {
  it('reaches each bank as one sealed and signed file, and its results come back by line', async () => {
    const { order, accounts } = await publishOrder(given, { lines: [{}, { bankCode: 'psbc', amountFen: 500n }, { amountFen: 1n }] });
    const files = await given.eventually(() => {
      const all = bank.filesOf(order.orderId);
      expect(all).toHaveLength(2);
      return all;
    });
    const file = first(files.filter(({ bankCode }) => bankCode === 'rcb'));
    expect(bank.isSignedBy(file, createPublicKey(signing.publicKey.export({ format: 'pem', type: 'spki' })))).toBe(true);
    expect(file).toMatchObject({ count: 2, amountFen: '12346', orderFunding: '12346', voucherNo: order.funding[0]?.voucherNo });
    const block = await bank.openFile(file);
    expect(block.account).toEqual([accounts[0], accounts[2]]);
    expect(block.name).toEqual([NAME, NAME]);

    const lines = block.instructionId.map((instructionId, place) => ({ instructionId, amountFen: block.amountFen[place] ?? '' }));
    expect(await tell(bank.answer(file, 1, lines))).toMatchObject({ status: 200, body: { taken: 2 } });
    const result = await given.published(resultChunk, (one) => one.orderId === order.orderId);
    expect(result).toMatchObject({
      bankCode: 'rcb',
      chunk: order.chunk,
      credited: { count: 2, amountFen: '12346' },
      bounced: { count: 0, amountFen: '0' },
    });
    expect(result.lines).toMatchObject({ line: [order.lines.line[0], order.lines.line[2]], attempt: [1, 1], state: ['credited', 'credited'] });
  });

  it('is told to finance, and to nobody else', async () => {
    const { orderId } = await accepted([{}]);
    expect(await orderAtBank(orderId)).toMatchObject({ fundedFen: '12345', heldFen: '12345', ordered: { count: 1, amountFen: '12345' } });
    expect((await given.as({ posts: [{ post: 'township-clerk' }] }).get(`/orders/${orderId}`)).status).toBe(403);
    expect((await given.anonymous.get('/totals')).status).toBe(401);
    const { body } = await finance().get('/totals');
    const { fundedFen, credited, refundedFen, heldFen } = bankGatewayApi.bankTotalsView.parse(body);
    expect(BigInt(fundedFen)).toBe(BigInt(credited.amountFen) + BigInt(refundedFen) + BigInt(heldFen));
  });
});

describe('an order that is not funded', () => {
  it.each([
    ['has no voucher for a bank of its lines', { psbc: 100n }, 'has no voucher'],
    ['needs more than its voucher brought', { rcb: 12_344n }, 'exceed what the voucher brought'],
  ])('is not sent when it %s', async (_, funded, why) => {
    const { order } = await publishOrder(given, { lines: [{}], funded });
    expect(await deadLetter(order.orderId)).toContain(why);
    expect(bank.filesOf(order.orderId)).toEqual([]);
    const { count } = first(await given.database.query<{ count: string }>(sql`SELECT count(*) FROM instruction WHERE line = ${order.lines.line[0]}`));
    expect(Number(count)).toBe(0);
  });

  it('waits when the bank has not seen the voucher yet, and goes then', async () => {
    bank.next.push('wait', 'wait');
    const { order } = await publishOrder(given, { lines: [{}] });
    await given.eventually(async () => expect((await orderAtBank(order.orderId)).files.sent).toBe(1));
    expect(new Set(bank.posts.filter(({ file }) => file.orderId === order.orderId).map(({ bytes }) => bytes)).size).toBe(1);
  });

  it('is not paid a second time by another voucher of the same order', async () => {
    const { order } = await accepted([{}]);
    const again = await makeOrder(given, { lines: [{}], orderId: order.orderId });
    await given.publish(orderChunk, again.order);
    expect(await deadLetter(again.order.chunk.chunkId)).toContain('voucher differs');
  });
});

describe('an outcome that nobody knows', () => {
  it('is asked for: a bank that did the work and then said nothing gets the file once', async () => {
    bank.next.push('cut-after');
    const { orderId, file } = await accepted([{}]);
    await given.eventually(async () => expect((await orderAtBank(orderId)).files.sent).toBe(1));
    expect(bank.asked).toContain(file.fileId);
    expect(bank.filesOf(orderId)).toHaveLength(1);
  });

  it('is followed by the same bytes with the same id when the bank never had them', async () => {
    bank.next.push('cut-before', '503', 'cut-before');
    const { orderId, file } = await accepted([{}]);
    await given.eventually(async () => expect((await orderAtBank(orderId)).files.sent).toBe(1));
    const posts = bank.posts.filter((post) => post.file.orderId === orderId);
    expect(posts).toHaveLength(4);
    expect(new Set(posts.map(({ bytes }) => bytes)).size).toBe(1);
    expect(bank.asked.filter((id) => id === file.fileId).length).toBeGreaterThanOrEqual(3);
  });

  it('survives a restart of the gateway', async () => {
    bank.next.push(...Array.from({ length: 30 }, () => '503' as const));
    const { orderId } = await accepted([{}]);
    await given.restart();
    bank.next.length = 0;
    await given.eventually(async () => expect((await orderAtBank(orderId)).files.sent).toBe(1));
    expect(new Set(bank.posts.filter((post) => post.file.orderId === orderId).map(({ bytes }) => bytes)).size).toBe(1);
  });

  it('is none when the bank refuses: the file stays refused', async () => {
    bank.next.push('refuse');
    const { orderId } = await accepted([{}]);
    await given.eventually(async () => expect((await orderAtBank(orderId)).files.refused).toBe(1));
    expect(bank.filesOf(orderId)).toHaveLength(1);
  });
});

describe("a bank's results", () => {
  it('count once, in parts, shuffled and twice', async () => {
    const { orderId, file, answered } = await accepted([{}, { amountFen: 7n }, {}, { amountFen: 11n }]);
    const [a, b, c, d] = answered('credited').map((line) => [line]);
    const parts = [c, a, d, c, b, a].map((lines, at) => bank.answer(file, at + 1, lines ?? []));
    for (const part of parts) expect((await tell(part)).status).toBe(200);
    await untilSettled(orderId);
    expect(await orderAtBank(orderId)).toMatchObject({ credited: { count: 4, amountFen: '24708' }, heldFen: '0' });
    await given.published(resultChunk, (one) => one.orderId === orderId && one.lines.amountFen.includes('7'));
    const results = await resultsOf(orderId);
    expect(results.flatMap(({ lines }) => lines.line)).toHaveLength(4);
  });

  it('give our reason for each of theirs', async () => {
    const codes = ['E1201', 'E1202', 'E1203', 'E1204', 'E1205', 'E1206', 'E1299'];
    const { orderId, file, answered } = await accepted(codes.map(() => ({})));
    const lines = answered('bounced').map((line, place) => ({ ...line, rawCode: codes[place], rawText: '银行原文' }));
    await tell(bank.answer(file, 1, lines));
    const result = await given.published(resultChunk, (one) => one.orderId === orderId);
    expect(result.lines.reason).toEqual(['card-closed', 'card-limit', 'name-differs', 'account-frozen', 'account-missing', 'not-activated', 'other']);
    expect(result.lines.rawCode).toEqual(codes);
  });

  it('are taken by the highest sequence: a late success after a bounce is paid', async () => {
    const { orderId, order, file, answered } = await accepted([{}]);
    const [bounced, credited] = [answered('bounced', { rawCode: 'E1299' }), answered('credited')];
    await tell(bank.answer(file, 1, bounced));
    await tell(
      bank.answer(
        file,
        2,
        credited.map((line) => ({ ...line, sequence: 2 })),
      ),
    );
    expect(await orderAtBank(orderId)).toMatchObject({ credited: { count: 1 }, bounced: { count: 0, amountFen: '0' }, heldFen: '0' });

    const path = `/lines/${String(order.lines.line[0])}/history`;
    const { body } = await finance().get(path);
    expect(body.map(({ what }: { what: string }) => what).sort()).toEqual(['bank-bounced', 'bank-credited', 'filed', 'instructed']);
    expect((await given.as({ posts: [{ post: 'township-clerk', divisions: ['999999'] }] }).get(path)).status).toBe(403);
  });

  it('are fetched when they are overdue', async () => {
    const { orderId, file, answered } = await accepted([{}]);
    bank.answers.set(file.fileId, [bank.answer(file, 1, answered())]);
    await untilSettled(orderId);
    expect((await orderAtBank(orderId)).credited.count).toBe(1);
  });

  it('are fetched whatever else the bank says', async () => {
    const { orderId, file, answered } = await accepted([{}, {}]);
    const [one, two] = answered().map((line, at) => bank.answer(file, at + 1, [line]));
    bank.answers.set(file.fileId, [{ ...bank.answer(file, 3, answered()), amountFen: '1' }, ...[one, two].flatMap((part) => part ?? [])]);
    await untilSettled(orderId);
    expect((await orderAtBank(orderId)).credited.count).toBe(2);
  });

  it.each([
    ['signature', (answer: ReturnType<SmallBank['answer']>) => ({ ...answer, amountFen: '1' })],
    ['digest', (answer: ReturnType<SmallBank['answer']>) => ({ ...answer, lines: { ...answer.lines, state: ['bounced' as const] } })],
  ])('are refused with a tampered %s, and nothing changes', async (fault, tamper) => {
    const { orderId, file, answered } = await accepted([{}]);
    const refused = await tell(tamper(bank.answer(file, 1, answered())));
    expect(refused).toMatchObject({ status: 422, body: { code: 'bank-message-refused', fault } });
    expect((await orderAtBank(orderId)).credited.count).toBe(0);
  });

  it('are kept for inquiry when they name what is not of their file, and nothing changes', async () => {
    const [mine, other] = [await accepted([{}]), await accepted([{}])];
    const refused = await tell(bank.answer(mine.file, 1, [...mine.answered(), ...other.answered()]));
    expect(refused).toMatchObject({ status: 422, body: { code: 'bank-message-suspicious' } });
    const kept = await given.database.query<{ file_id: string }>(sql`SELECT file_id FROM suspicion WHERE file_id = ${mine.file.fileId}`);
    expect(kept).toHaveLength(1);
    expect((await orderAtBank(mine.orderId)).credited.count).toBe(0);
    const strange = await tell(bank.answer({ ...mine.file, bankCode: 'psbc' }, 1, mine.answered()));
    expect(strange.body).toMatchObject({ code: 'bank-message-suspicious' });
  });

  it('may not contradict themselves', async () => {
    const { orderId, file, answered } = await accepted([{}, {}]);
    await tell(bank.answer(file, 1, answered('credited')));
    const refused = await tell(bank.answer(file, 2, answered('bounced')));
    expect(refused).toMatchObject({ status: 422, body: { code: 'bank-message-suspicious' } });
    expect((await orderAtBank(orderId)).bounced.count).toBe(0);
  });
});

describe('a line that bounced', () => {
  it('may be ordered again, but never while its instruction may still be paid', async () => {
    const { orderId, file, answered, order } = await accepted([{}]);
    const [line = 0] = order.lines.line;
    const early = await publishOrder(given, { lines: [{ line, attempt: 2 }] });
    expect(await deadLetter(early.order.orderId)).toContain('has not bounced');
    const twice = await publishOrder(given, { lines: [{ line, attempt: 1 }] });
    expect(await deadLetter(twice.order.orderId)).toContain('has not bounced');

    await tell(bank.answer(file, 1, answered('bounced', { rawCode: 'E1203' })));
    const again = await publishOrder(given, { lines: [{ line, attempt: 2 }] });
    await sentFile(again.order.orderId);
    const late = answered('credited').map((one) => ({ ...one, sequence: 2 }));
    expect((await tell(bank.answer(file, 2, late))).body).toMatchObject({ code: 'bank-message-suspicious' });
    expect((await orderAtBank(orderId)).credited.count).toBe(0);
  });

  it('is not ordered again while a late success of it is being booked', async () => {
    const { file, answered, order } = await accepted([{}]);
    const [line = 0] = order.lines.line;
    await tell(bank.answer(file, 1, answered('bounced', { rawCode: 'E1203' })));
    const again = await makeOrder(given, { lines: [{ line, attempt: 2 }] });
    await given.database.transaction(async (tx) => {
      await tx.query(sql`SELECT FROM bank_file WHERE file_id = ${file.fileId} FOR UPDATE`);
      await tx.execute(sql`
        INSERT INTO answer (county_code, line, attempt, sequence, state) VALUES (${order.chunk.countyCode}, ${line}, 1, 2, 'credited')`);
      await given.publish(orderChunk, again.order);
      await given.eventually(async () => {
        const waiting = await given.database.query(sql`
          SELECT FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`);
        expect(waiting).not.toEqual([]);
      });
    });
    expect(await deadLetter(again.order.orderId)).toContain('has not bounced');
    expect(bank.filesOf(again.order.orderId)).toEqual([]);
  });

  it('is refunded by a voucher once, and never above what bounced', async () => {
    const { orderId, file, answered } = await accepted([{ amountFen: 300n }, { amountFen: 700n }]);
    const [credited, bounced] = [answered('credited').slice(0, 1), answered('bounced', { rawCode: 'E1201' }).slice(1)];
    const refund = bank.refund({ bankCode: 'rcb', orderId, voucherNo: `TK-${orderId}`, amountFen: '700' });
    const give = (body: object) => given.anonymous.post('/refunds', body);

    expect((await give(refund)).status).toBe(409);
    await tell(bank.answer(file, 1, [...credited, ...bounced]));
    expect(await give(bank.refund({ ...refund, amountFen: '701' }))).toMatchObject({ status: 422, body: { code: 'bank-message-suspicious' } });
    expect(await give({ ...refund, amountFen: '699' })).toMatchObject({ status: 422, body: { fault: 'signature' } });
    expect(await give(refund)).toMatchObject({ status: 200, body: { taken: 1 } });
    expect(await give(refund)).toMatchObject({ status: 200, body: { taken: 0 } });
    expect((await give(bank.refund({ ...refund, amountFen: '1' }))).status).toBe(422);
    expect((await give(bank.refund({ ...refund, voucherNo: 'TK-more', amountFen: '1' }))).status).toBe(422);

    const movement = await given.published(accountMovement, (one) => one.orderId === orderId);
    expect(movement).toMatchObject({ kind: 'refund', bankCode: 'rcb', voucherNo: `TK-${orderId}`, amountFen: '700' });
    expect(await orderAtBank(orderId)).toMatchObject({ refundedFen: '700', heldFen: '0' });
    expect((await given.log.soFar(accountMovement)).filter((one) => one.orderId === orderId)).toHaveLength(1);
  });

  it('has its refund asked for when the bank says nothing of it', async () => {
    const { orderId, file, answered } = await accepted([{}]);
    bank.refunds.push(bank.refund({ bankCode: 'rcb', orderId, voucherNo: `TK-${orderId}`, amountFen: '12345' }));
    await tell(bank.answer(file, 1, answered('bounced', { rawCode: 'E1205' })));
    await given.eventually(async () => expect((await orderAtBank(orderId)).refundedFen).toBe('12345'));
  });
});

describe('the gateway', () => {
  it('knows its banks and agreements', async () => {
    const { body } = await given.as({}).get<{ code: string; agreementNo: string }[]>('/banks');
    expect(body.map(({ code }) => code)).toEqual(['abc', 'icbc', 'psbc', 'rcb', 'zyb']);
    expect(body.every(({ agreementNo }) => agreementNo !== '')).toBe(true);
    expect(await driftOf(given.database.dataSource)).toEqual([]);
  });

  it('keeps no name, card or account in clear', async () => {
    const { orderId, accounts, file, answered } = await accepted([{}, {}]);
    await tell(bank.answer(file, 1, answered()));
    await untilSettled(orderId);
    for (const table of ['instruction', 'bank_file', 'answer', 'order_bank', 'ordered_chunk', 'outbox', 'inbox', 'suspicion']) {
      const rows: { text: string }[] = await given.database.dataSource.query(
        `SELECT t::text || coalesce(${table === 'bank_file' ? `convert_from(t.body, 'UTF8')` : `''`}, '') AS text FROM ${table} t`,
      );
      const text = rows.map((row) => row.text).join('\n');
      for (const secret of [NAME, ...accounts]) expect(text).not.toContain(secret);
    }
  });
});

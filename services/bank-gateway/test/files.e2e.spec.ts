import { type BankFile, bankGatewayApi, instructionIdOf, orderChunk, type OrderChunk, resultChunk } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { AppModule } from '../src/app.module';
import { configure } from '../src/bodies';
import { config } from '../src/config';
import { COUNTY, first, makeChunks, type Ordered, publishChunks } from './orders';
import { SmallBank } from './small-bank';

const FILE_LINES = 5;
let bank: SmallBank;
let given: ServiceUnderTest;

beforeAll(async () => {
  bank = await SmallBank.open();
  const signing = generateKeyPairSync('ed25519');
  const env = {
    BANK_URLS: JSON.stringify({ rcb: bank.url, psbc: bank.url }),
    BANK_KEYS: JSON.stringify({ rcb: bank.keys, psbc: bank.keys }),
    BANK_SIGNING_KEY: signing.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    FILE_LINES: String(FILE_LINES),
    // a slow machine must not cut an order in two
    FILE_WAIT_MS: '3600000',
    BANK_TIMEOUT_MS: '2000',
    RETRY_MS: '20',
    SWEEP_MS: '50',
    LOG_LEVEL: 'fatal',
  };
  given = await serviceUnderTest({ name: 'bank-gateway', module: AppModule, config, configure, env });
});
afterAll(async () => {
  await bank.close();
  await given.stop();
});

const operator = () => given.as({ posts: [{ post: 'bank-operator' }] });
const filesIn = async (query: string) => {
  const { body } = await operator().get(`/files?${query}`);
  return z.object({ items: z.array(bankGatewayApi.bankFileView) }).parse(body).items;
};
const decide = (fileId: string, remedy: string) => operator().post(`/files/${fileId}/decision`, { remedy });
const orderIdOf = (chunks: readonly Ordered[]): string => first(chunks).order.orderId;
const idsOf = ({ lines }: OrderChunk) => lines.line.map((line) => instructionIdOf(COUNTY, line, 1));
const plain = (lines: number, bankCode = 'rcb') => Array.from({ length: lines }, () => ({ bankCode }));
const answersTo = (chunks: readonly Ordered[], state: 'credited' | 'bounced' = 'credited') => chunks.flatMap(({ answered }) => answered(state));
const resultsOf = async (orderId: string) => (await given.log.soFar(resultChunk)).filter((result) => result.orderId === orderId);
const sent = (orderId: string, files: number): Promise<BankFile[]> =>
  given.eventually(async () => {
    expect(await filesIn(`orderId=${orderId}&state=sent`)).toHaveLength(files);
    return bank.filesOf(orderId);
  });
const idsIn = async (files: readonly BankFile[]) =>
  (await Promise.all(files.map((file) => bank.openFile(file)))).flatMap((block) => block.instructionId);

describe('files of an order', () => {
  it('gather its chunks, and are told chunk by chunk when they are answered', async () => {
    const chunks = await publishChunks(given, [plain(2), plain(2), plain(1)]);
    const orderId = orderIdOf(chunks);
    const [file] = await sent(orderId, 1);
    const lines = answersTo(chunks);
    const mixed = [lines[4], lines[0], lines[2]].flatMap((line) => line ?? []);
    for (const [part, some] of [mixed, lines.filter((line) => !mixed.includes(line)), lines].entries()) {
      expect((await given.anonymous.post('/answers', bank.answer(file ?? first([]), part + 1, some))).status).toBe(200);
    }
    const last = first(chunks.slice(1, 2)).order;
    await given.published(
      resultChunk,
      ({ chunk, lines: told }) => chunk.chunkId === last.chunk.chunkId && told.line.includes(last.lines.line[1] ?? 0),
    );
    const results = await resultsOf(orderId);
    for (const { order } of chunks) {
      const own = results.filter(({ chunk }) => chunk.chunkId === order.chunk.chunkId);
      expect(own.flatMap((one) => one.lines.line).sort((a, b) => a - b)).toEqual(order.lines.line);
      expect(own.reduce((sum, { credited }) => sum + BigInt(credited.amountFen), 0n)).toBe(BigInt(order.total.amountFen));
    }
    expect(await filesIn(`orderId=${orderId}`)).toMatchObject([{ state: 'settled', answered: { count: 5 } }]);
  });

  it('hold every instruction once, are full where they can be, and lose no fen', async () => {
    const line = fc.record({ bankCode: fc.constantFrom('rcb', 'psbc'), amountFen: fc.bigInt({ min: 1n, max: 10n ** 9n }) });
    const order = fc.array(fc.array(line, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(order, async (wanted) => {
        const chunks = await publishChunks(given, wanted);
        const orderId = orderIdOf(chunks);
        const all = chunks.flatMap(({ order: one }) => idsOf(one));
        const files = await given.eventually(() => {
          const some = bank.filesOf(orderId);
          expect(some.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
          return some;
        });
        expect((await idsIn(files)).sort()).toEqual(all.sort());
        const sum = chunks.reduce((total, { order: one }) => total + BigInt(one.total.amountFen), 0n);
        expect(files.reduce((total, { amountFen }) => total + BigInt(amountFen), 0n)).toBe(sum);
        const parts = await given.database.query<{ count: number; parts: number }>(sql`
          SELECT f.count, count(*)::integer AS parts FROM bank_file f JOIN file_part p USING (county_code, file_id)
          WHERE f.order_id = ${orderId} GROUP BY f.file_id, f.count`);
        expect(parts.filter(({ count, parts: of }) => count > FILE_LINES && of > 1)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it('go without what has not come when nothing comes for a while, and after a death before they were cut', async () => {
    const [early, late] = await makeChunks(given, [plain(2), plain(1)]);
    const { order } = first([early ?? []].flat());
    await given.publish(orderChunk, order);
    const openParts = sql`SELECT FROM file_part WHERE order_id = ${order.orderId} AND file_id IS NULL`;
    await given.eventually(async () => expect(await given.database.query(openParts)).toHaveLength(1));
    expect(await filesIn(`orderId=${order.orderId}`)).toEqual([]);
    await given.restart({ FILE_WAIT_MS: '100' });
    await sent(order.orderId, 1);
    await given.publish(orderChunk, first([late ?? []].flat()).order);
    const files = await sent(order.orderId, 2);
    expect(new Set(await idsIn(files)).size).toBe(3);
    await given.restart();
  });

  it('are the same bytes after a death between cut and send', async () => {
    bank.next.push(...Array.from({ length: 40 }, () => '503' as const));
    const chunks = await publishChunks(given, [plain(2), plain(2)]);
    const orderId = orderIdOf(chunks);
    await given.eventually(async () =>
      expect(await filesIn(`orderId=${orderId}&state=unknown`)).toMatchObject([{ reason: 'the bank answered 503' }]),
    );
    await given.restart();
    bank.next.length = 0;
    await sent(orderId, 1);
    expect(new Set(bank.posts.filter(({ file }) => file.orderId === orderId).map(({ bytes }) => bytes)).size).toBe(1);
  });

  it('are seen by banks, finance and supervisors only', async () => {
    expect((await given.as({ posts: [{ post: 'township-clerk' }] }).get('/files')).status).toBe(403);
    expect((await given.anonymous.get('/files')).status).toBe(401);
  });
});

describe('a file that the bank refuses', () => {
  /** An order of two chunks in one file, which the bank has refused. */
  async function refused(): Promise<{ chunks: Ordered[]; orderId: string; file: BankFile }> {
    bank.next.push('refuse');
    const chunks = await publishChunks(given, [plain(2), plain(1)]);
    const orderId = orderIdOf(chunks);
    await given.eventually(async () =>
      expect(await filesIn(`orderId=${orderId}&state=inFlight`)).toMatchObject([{ state: 'refused', reason: 'not like this', remedy: null }]),
    );
    return { chunks, orderId, file: first(bank.filesOf(orderId)) };
  }

  it('is cut anew when it is so decided: another file, the same instructions', async () => {
    const { chunks, orderId, file } = await refused();
    expect((await given.as({ posts: [{ post: 'finance-reviewer' }] }).post(`/files/${file.fileId}/decision`, { remedy: 'cutAnew' })).status).toBe(
      403,
    );
    expect((await decide(file.fileId, 'cutAnew')).status).toBe(204);
    const [, anew] = await sent(orderId, 1);
    expect(anew?.fileId).not.toBe(file.fileId);
    expect(await idsIn(anew === undefined ? [] : [anew])).toEqual(await idsIn([file]));
    expect(bank.asked).toContain(file.fileId);

    const late = await given.anonymous.post('/answers', bank.answer(file, 1, answersTo(chunks)));
    expect(late.body).toMatchObject({ code: 'bank-message-suspicious' });
    expect(await given.anonymous.post('/answers', bank.answer(anew ?? file, 1, answersTo(chunks)))).toMatchObject({ body: { taken: 3 } });
    expect((await filesIn(`orderId=${orderId}`)).map(({ state }) => state)).toEqual(['settled', 'void']);
    expect((await decide(file.fileId, 'bounce')).status).toBe(409);
  });

  it('bounces its lines when it is so decided, with the bank’s reason', async () => {
    const { chunks, orderId, file } = await refused();
    expect((await decide(file.fileId, 'bounce')).status).toBe(204);
    await given.eventually(async () => expect(await resultsOf(orderId)).toHaveLength(2));
    const results = await resultsOf(orderId);
    expect(results.flatMap(({ lines }) => lines.line).sort((a, b) => a - b)).toEqual(chunks.flatMap(({ order }) => order.lines.line));
    expect(new Set(results.flatMap(({ lines }) => lines.rawText))).toEqual(new Set(['银行拒收文件:not like this']));
    expect(results.every(({ credited }) => credited.count === 0)).toBe(true);
    expect(await filesIn(`orderId=${orderId}`)).toMatchObject([{ state: 'settled', remedy: 'bounce' }]);
    const withdrawn = bank.withdrawn.find(({ fileId }) => fileId === file.fileId);
    expect(withdrawn).toMatchObject({ orderId, bankCode: 'rcb', count: file.count, amountFen: file.amountFen });
  });

  it('is not bounced when the bank has accepted it after all', async () => {
    const { chunks, orderId, file } = await refused();
    bank.says(file.fileId, 'accepted');
    expect((await decide(file.fileId, 'bounce')).status).toBe(204);
    await sent(orderId, 1);
    expect(await given.anonymous.post('/answers', bank.answer(file, 1, answersTo(chunks)))).toMatchObject({ body: { taken: 3 } });
    expect((await resultsOf(orderId)).every(({ bounced }) => bounced.count === 0)).toBe(true);
  });

  it('is left alone when the bank has accepted it after all', async () => {
    const { chunks, orderId, file } = await refused();
    bank.says(file.fileId, 'accepted');
    await decide(file.fileId, 'cutAnew');
    await sent(orderId, 1);
    expect(bank.filesOf(orderId)).toHaveLength(1);
    expect(await given.anonymous.post('/answers', bank.answer(file, 1, answersTo(chunks)))).toMatchObject({ body: { taken: 3 } });
  });

  it('is not refused by somebody who is not the bank', async () => {
    bank.next.push('refuse-unsigned');
    const chunks = await publishChunks(given, [plain(1)]);
    await sent(orderIdOf(chunks), 1);
    expect(bank.filesOf(orderIdOf(chunks))).toHaveLength(2);
  });

  it('needs no decision while it is under way', async () => {
    const chunks = await publishChunks(given, [plain(1)]);
    const file = first(await sent(orderIdOf(chunks), 1));
    expect(await decide(file.fileId, 'cutAnew')).toMatchObject({ status: 409, body: { code: 'file-not-refused' } });
  });
});

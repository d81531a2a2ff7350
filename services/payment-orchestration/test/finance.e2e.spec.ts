import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { accountMovement, batch as batchEvent, lineFacts, resultChunk } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { at, COUNTY, Finance, post } from './finance';

let finance: Finance;
beforeAll(async () => {
  finance = await Finance.open();
});
afterAll(() => finance.given.stop());

interface BankSums {
  fundedFen: string;
  credited: { amountFen: string };
  refundedFen: string;
  heldFen: string;
}

describe('before an order', () => {
  it('the page that confirms it shows people, banks and what is left of the indicators; nothing is reserved', async () => {
    const { batchId } = await finance.reviewedBatch(3);
    const todo = async (who: ReturnType<Finance['officer']>) =>
      ((await who.get('/todo')).body as { id: string; act: string }[]).filter(({ id }) => id === batchId);
    expect(await todo(finance.officer())).toMatchObject([{ kind: 'funds', act: '下达指标' }]);
    const short = await finance.operator().get(`/batches/${batchId}/order-preview`);
    expect(short.body).toMatchObject({ total: { count: 3, amountFen: '30000' }, people: 3, payees: 3, missingFen: '30000', indicators: [] });
    const indicators = [await finance.indicator('12000'), await finance.indicator('50000')];
    const { body } = await finance.operator().get(`/batches/${batchId}/order-preview`);
    expect(body).toMatchObject({
      missingFen: '0',
      banks: [
        { bankCode: 'abc', lines: 2 },
        { bankCode: 'rcb', lines: 1 },
      ],
    });
    expect(body.indicators).toMatchObject([
      { id: indicators[0], availableFen: '12000', drawFen: '12000', afterFen: '0' },
      { id: indicators[1], availableFen: '50000', drawFen: '18000', afterFen: '32000' },
    ]);
    expect(await finance.indicatorOf(indicators[0] ?? '')).toMatchObject({ reserved_fen: '0' });
    expect(await todo(finance.officer())).toEqual([]);
    const township = finance.given.as({ posts: [{ post: 'township-clerk', divisions: ['410423001'] }] });
    expect(await township.get(`/batches/${batchId}/order-preview`)).toMatchObject({ status: 403 });
  });
});

describe('an order', () => {
  it('reserves its money, is funded by voucher, paid by the banks, and what bounced is refunded', async () => {
    const { batchId, firstLine, indicatorId, orderId, order } = await finance.funded(4);
    expect(order.lines.line).toEqual([0, 1, 2, 3].map((i) => firstLine + i));
    expect(order.funding.map(({ bankCode, amountFen }) => [bankCode, amountFen])).toEqual([
      ['abc', '30000'],
      ['rcb', '10000'],
    ]);
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '40000', paid_fen: '0' });
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'credited'),
    );
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'abc', (line) => (line === firstLine + 2 ? 'bounced' : 'credited')),
    );
    const settled = await finance.given.published(batchEvent, (each) => each.id === batchId && each.state === 'settled');
    expect(settled.dueAt).toBeNull();
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '10000', paid_fen: '30000' });
    await finance.given.published(lineFacts, (facts) => facts.batchId === batchId && facts.lines.to.includes('bounced'));
    await finance.given.publish(accountMovement, {
      id: randomUUID(),
      countyCode: COUNTY,
      kind: 'refund',
      orderId,
      bankCode: 'abc',
      voucherNo: randomUUID(),
      amountFen: '10000',
      at,
    });
    await finance.given.eventually(async () =>
      expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '15000', reserved_fen: '0', paid_fen: '30000' }),
    );
    const { body } = await finance.operator().get(`/orders/${orderId}`);
    expect(body).toMatchObject({
      state: 'settled',
      banks: [
        { bankCode: 'abc', credited: { count: 2 }, bounced: { count: 1 }, refundedFen: '10000', heldFen: '0' },
        { bankCode: 'rcb', heldFen: '0' },
      ],
    });
    const banks = await finance.operator().get('/totals/banks');
    expect(banks.body).toContainEqual(expect.objectContaining({ bankCode: 'abc', bounced: { count: 1, amountFen: '10000' }, refundedFen: '10000' }));
    for (const { fundedFen, credited, refundedFen, heldFen } of banks.body as BankSums[])
      expect(BigInt(fundedFen)).toBe(BigInt(credited.amountFen) + BigInt(refundedFen) + BigInt(heldFen));
    expect(
      (await finance.given.as({ posts: [{ post: 'department-clerk', department: '农业农村局', divisions: [COUNTY] }] }).get('/totals/banks')).status,
    ).toBe(403);

    const of = (line: number, who: ReturnType<Finance['operator']>) => who.get(`/lines/${line}/history`);
    const history = await of(firstLine + 2, finance.operator());
    const told = history.body.map(({ what }: { what: string }) => what) as string[];
    expect(told).toEqual(expect.arrayContaining(['ordered', 'approveOrder', 'fund', 'line-bounced', 'settle', 'refunded']));
    expect((await of(firstLine, finance.operator())).body.map(({ what }: { what: string }) => what)).not.toContain('line-bounced');
    const clerk = (division: string) => finance.given.as({ posts: [{ post: 'township-clerk', divisions: [division] }] });
    expect([(await of(firstLine, clerk('410423001'))).status, (await of(firstLine, clerk('410423102'))).status]).toEqual([200, 403]);
  });

  it('is shown to finance and to the department whose batch it pays, and to no other', async () => {
    const { batchId, orderId } = await finance.funded(2);
    const row = await finance.given.database.maybe<{ department: string }>(sql`SELECT department FROM batch WHERE id = ${batchId}`);
    const of = (department: string) => finance.given.as({ posts: [{ post: 'department-clerk', department, divisions: [COUNTY] }] });
    const [ours, others] = [of(row?.department ?? ''), of('教体局')];
    for (const path of [`/orders/${orderId}`, `/batches/${batchId}/payable`]) {
      expect([(await ours.get(path)).status, (await others.get(path)).status]).toEqual([200, 403]);
    }
    const listed = async (by: typeof ours) => ((await by.get(`/orders?batchId=${batchId}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect([await listed(ours), await listed(others), await listed(finance.operator())]).toEqual([[orderId], [], [orderId]]);
  });

  it('changes nothing when the bank says the same again, and lets a late success win over a bounce', async () => {
    const { batchId, indicatorId, order } = await finance.funded(3);
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'bounced'),
    );
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'bounced'),
    );
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'abc', () => 'credited'),
    );
    await finance.given.published(batchEvent, (each) => each.id === batchId && each.state === 'settled');
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'credited', 2),
    );
    await finance.given.eventually(async () =>
      expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '0', paid_fen: '30000' }),
    );
    const [outcome] = await finance.given.database.query(sql`SELECT outcome, lines FROM roll_outcome WHERE batch_id = ${batchId}`);
    expect(outcome).toEqual({ outcome: 'paid', lines: 3 });
    const { body } = await finance.operator().get('/totals');
    expect(Object.values(body.outcome as Record<string, { count: number }>).reduce((sum, { count }) => sum + count, 0)).toBe(body.entered.count);
  });

  it('is refused when the indicator has too little, and then nothing is reserved', async () => {
    const { batchId } = await finance.reviewedBatch(2);
    const indicatorId = await finance.indicator('15000');
    const { status, body } = await finance.open(batchId, indicatorId, '20000');
    expect([status, (body as { code: string }).code]).toEqual([409, 'indicator-exceeded']);
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '15000', reserved_fen: '0', paid_fen: '0' });
    expect(await finance.given.database.query(sql`SELECT FROM pay_order WHERE batch_id = ${batchId}`)).toEqual([]);
  });

  it('never reserves more than there is, however many are opened at once', async () => {
    const indicatorId = await finance.indicator('30000');
    const batches = await Promise.all([1, 2, 3, 4].map(() => finance.reviewedBatch(1)));
    const answers = await Promise.all(batches.map(({ batchId }) => finance.open(batchId, indicatorId, '10000')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409]);
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '0', reserved_fen: '30000', paid_fen: '0' });
  });

  it('needs draws that make its sum, another person to approve, and frees all when it is cancelled', async () => {
    const { batchId } = await finance.reviewedBatch(2);
    const indicatorId = await finance.indicator('50000');
    expect((await finance.open(batchId, indicatorId, '10000')).body).toMatchObject({ code: 'draws-differ', neededFen: '20000' });
    const { body } = await finance.open(batchId, indicatorId, '20000');
    const orderId = (body as { id: string }).id;
    const both = finance.given.as({ id: 'treasury-operator', posts: [{ post: 'treasury-approver', department: '财政局', divisions: [COUNTY] }] });
    expect((await both.post(`/orders/${orderId}/approve`, {})).body).toMatchObject({ code: 'two-posts-on-one-batch' });
    expect((await finance.open(batchId, indicatorId, '20000')).status).toBe(409);
    expect((await finance.operator().post(`/orders/${orderId}/cancel`, {})).status).toBe(204);
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '50000', reserved_fen: '0', paid_fen: '0' });
    expect((await finance.open(batchId, indicatorId, '20000')).status).toBe(201);
  });

  it('is not funded by vouchers that differ from it, and is free again when the treasury refuses', async () => {
    const { batchId } = await finance.reviewedBatch(2);
    const indicatorId = await finance.indicator('50000');
    const orderId = ((await finance.open(batchId, indicatorId, '20000')).body as { id: string }).id;
    await finance.approver().post(`/orders/${orderId}/approve`, {});
    await finance.treasuryAnswers(orderId, (answer) => (((answer['vouchers'] as { amountFen: string }[])[0] ??= { amountFen: '' }).amountFen = '1'));
    await finance.given.eventually(() => expect(readdirSync(join(finance.treasuryIn, 'faulty')).length).toBeGreaterThan(0));
    expect((await finance.operator().get(`/orders/${orderId}`)).body).toMatchObject({ state: 'applied' });
    await finance.treasuryAnswers(orderId, (answer) => Object.assign(answer, { refused: '科目有误', vouchers: [] }));
    await finance.given.eventually(async () =>
      expect((await finance.operator().get(`/orders/${orderId}`)).body).toMatchObject({ state: 'refused', refusedWhy: '科目有误' }),
    );
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '50000', reserved_fen: '0', paid_fen: '0' });
  });

  it.each(['township-clerk', 'treasury-approver'])('cannot be opened by %s', async (name) => {
    const { batchId } = await finance.reviewedBatch(1);
    const { status, body } = await finance.given.as(post(name)).post('/orders', { batchId, draws: [{ indicatorId: randomUUID(), amountFen: '1' }] });
    expect([status, (body as { code: string }).code]).toEqual([403, 'wrong-post']);
  });
});

import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountMovement, adjudication, batch as batchEvent, orderChunk, resultChunk, verdict } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { at, COUNTY, Finance, type Paid, post } from './finance';

let finance: Finance;
beforeAll(async () => {
  finance = await Finance.open();
});
afterAll(() => finance.given.stop());

type Place = Pick<Paid, 'batchId' | 'rollId'>;

/** Screening finds something about a line, after all was screened. */
async function hit({ batchId, rollId }: Place, line: number): Promise<string> {
  const hitId = randomUUID();
  await finance.given.publish(verdict, {
    ...{ countyCode: COUNTY, batchId, rollId, revision: 1, divisionCode: '410423001', scope: 'chunk', chunk: null, screened: 0, more: true },
    hits: [{ hitId, line, batchId, rollId, rule: 'deceased', otherLine: null }],
  });
  await finance.given.eventually(async () => expect(await finance.given.database.query(sql`SELECT FROM hold WHERE ref = ${hitId}`)).toHaveLength(1));
  return hitId;
}

async function decide({ batchId, rollId }: Place, line: number, id: string, decision: 'confirmed' | 'dismissed'): Promise<void> {
  await finance.given.publish(adjudication, {
    ...{ id, version: 1, countyCode: COUNTY, line, batchId, rollId, rule: 'deceased', decision, reason: '经核实', actor: 'clerk', decidedAt: at },
  });
  await finance.given.eventually(async () =>
    expect(await finance.given.database.query(sql`SELECT decision FROM hold WHERE ref = ${id}`)).toEqual([{ decision }]),
  );
}

const outcomeOf = async (line: number) =>
  (await finance.given.database.query<{ outcome: string }>(sql`SELECT outcome FROM line_state WHERE line = ${line}`))[0]?.outcome;
const payable = async (batchId: string) => (await finance.operator().get(`/batches/${batchId}/payable`)).body.total as { count: number };
const stateOf = async (orderId: string) => (await finance.operator().get(`/orders/${orderId}`)).body.state as string;

async function opened(batchId: string, amountFen: string): Promise<{ orderId: string; indicatorId: string }> {
  const indicatorId = await finance.indicator(amountFen);
  const { status, body } = await finance.open(batchId, indicatorId, amountFen);
  expect(status).toBe(201);
  return { orderId: body.id as string, indicatorId };
}
const approved = async (orderId: string) => expect((await finance.approver().post(`/orders/${orderId}/approve`, {})).status).toBe(204);

describe("a bank's answers", () => {
  it('of an earlier sequence change nothing when they come after a later one', async () => {
    const { batchId, firstLine, indicatorId, order } = await finance.funded(2);
    const late = finance.resultOf(order, 'rcb', () => 'bounced', 1);
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'credited', 2),
    );
    await finance.given.publish(resultChunk, late);
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'abc', () => 'credited'),
    );
    await finance.given.published(batchEvent, (each) => each.id === batchId && each.state === 'settled');
    expect(await outcomeOf(firstLine)).toBe('paid');
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '0', paid_fen: '20000' });
  });

  it('that say two things of a line at once count by the higher sequence', async () => {
    const { firstLine, indicatorId, order } = await finance.funded(2);
    const [before, after] = [finance.resultOf(order, 'rcb', () => 'bounced', 1), finance.resultOf(order, 'rcb', () => 'credited', 2)];
    const both = Object.fromEntries(
      Object.entries(after.lines).map(([name, column]) => [name, [...column, ...before.lines[name as keyof typeof before.lines]]]),
    ) as typeof after.lines;
    await finance.given.publish(resultChunk, { ...after, lines: both, bounced: before.bounced });
    await finance.given.eventually(async () => expect(await outcomeOf(firstLine)).toBe('paid'));
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '5000', reserved_fen: '10000', paid_fen: '10000' });
  });

  it("of one bank for another's lines change nothing", async () => {
    const { orderId, order, indicatorId } = await finance.funded(2);
    await finance.given.publish(resultChunk, { ...finance.resultOf(order, 'rcb', () => 'credited'), bankCode: 'abc' });
    await finance.given.eventually(async () => {
      const letters = await finance.given.database.query(sql`
        SELECT FROM dead_letter WHERE topic = ${resultChunk.type} AND convert_from(payload, 'UTF8') LIKE ${`%${orderId}%`}`);
      expect(letters).toHaveLength(1);
    });
    expect(await finance.indicatorOf(indicatorId)).toMatchObject({ paid_fen: '0' });
  });
});

describe('what is found of a line while an order has it', () => {
  it('keeps the order from being approved, and holds or stops its line when the order comes to nothing', async () => {
    const paid = await finance.reviewedBatch(4);
    const [a, b, c] = [paid.firstLine, paid.firstLine + 1, paid.firstLine + 2];
    const { orderId, indicatorId } = await opened(paid.batchId, '40000');
    await hit(paid, a);
    await decide(paid, b, await hit(paid, b), 'confirmed');
    await decide(paid, c, await hit(paid, c), 'dismissed');
    expect(await outcomeOf(a)).toBe('underWay');
    const refused = await finance.approver().post(`/orders/${orderId}/approve`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'held-since-opened', lines: 2 } });
    expect((await finance.operator().post(`/orders/${orderId}/cancel`, {})).status).toBe(204);
    expect(await Promise.all([a, b, c].map(outcomeOf))).toEqual(['held', 'stopped', 'underWay']);
    expect((await payable(paid.batchId)).count).toBe(2);
    expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '40000', reserved_fen: '0', paid_fen: '0' });
  });
});

describe('a further order', () => {
  it('names an indicator twice and it is drawn on once', async () => {
    const { batchId } = await finance.reviewedBatch(1);
    const indicatorId = await finance.indicator('10000');
    const draws = ['4000', '0', '6000'].map((amountFen) => ({ indicatorId, amountFen }));
    const { status, body } = await finance.operator().post('/orders', { batchId, draws });
    expect(status).toBe(201);
    expect((await finance.operator().get(`/orders/${body.id as string}`)).body.draws).toMatchObject([{ indicatorId, amountFen: '10000' }]);
  });

  it('that is cancelled leaves the batch as settled as it was', async () => {
    const paid = await finance.reviewedBatch(2);
    const found = await hit(paid, paid.firstLine + 1);
    const { orderId } = await opened(paid.batchId, '10000');
    await approved(orderId);
    await finance.treasuryAnswers(orderId);
    const order = await finance.given.published(orderChunk, (each) => each.orderId === orderId);
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'credited'),
    );
    await finance.given.published(batchEvent, (each) => each.id === paid.batchId && each.state === 'settled');
    await decide(paid, paid.firstLine + 1, found, 'dismissed');
    const further = await opened(paid.batchId, '10000');
    expect((await finance.operator().post(`/orders/${further.orderId}/cancel`, {})).status).toBe(204);
    const [batch] = await finance.given.database.query(sql`SELECT state FROM batch WHERE id = ${paid.batchId}`);
    expect(batch).toEqual({ state: 'settled' });
  });
});

describe('a batch of which no line can be paid', () => {
  const reviewed = async (rejected: number) => {
    const { batchId, rollId, firstLine } = await finance.reviewedBatch(2);
    await finance.given.database.transaction(async (tx) => {
      await tx.execute(sql`UPDATE batch SET step = 0 WHERE id = ${batchId}`);
      await tx.execute(sql`
        INSERT INTO line_exception (county_code, line, sequence, batch_id, roll_id, revision, outcome, amount_fen, at)
        SELECT ${COUNTY}, ${firstLine} + i, 1, ${batchId}, ${rollId}, 1, 'rejected', 10000, now() FROM generate_series(0, ${rejected - 1}::int) AS i`);
    });
    const reviewer = finance.given.as(post('finance-reviewer'));
    const { digest } = (await reviewer.get(`/batches/${batchId}`)).body;
    return (await reviewer.post(`/batches/${batchId}/reviews`, { decision: 'approve', opinion: '', digest, rollIds: [] })).body;
  };

  it('is settled with its last review; one of which some can waits for its order', async () => {
    expect(await reviewed(2)).toMatchObject({ state: 'settled' });
    expect(await reviewed(1)).toMatchObject({ state: 'applied', waitsFor: null });
  });
});

describe('a refund', () => {
  it('that comes before its bounce waits for it, and is booked once', async () => {
    const { orderId, order, indicatorId } = await finance.funded(2);
    const refund = { id: randomUUID(), countyCode: COUNTY, kind: 'refund' as const, orderId, bankCode: 'rcb', voucherNo: randomUUID() };
    await finance.given.publish(accountMovement, { ...refund, amountFen: '10000', at });
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'bounced'),
    );
    await finance.given.eventually(async () =>
      expect(await finance.indicatorOf(indicatorId)).toEqual({ available_fen: '15000', reserved_fen: '10000', paid_fen: '0' }),
    );
  });

  it('of an order that nobody knows is put aside, and holds up no other', async () => {
    const { orderId, order, indicatorId } = await finance.funded(1);
    const movement = (id: string) => ({ id: randomUUID(), countyCode: COUNTY, kind: 'refund' as const, orderId: id, bankCode: 'rcb' });
    await finance.given.publish(accountMovement, { ...movement(randomUUID()), voucherNo: randomUUID(), amountFen: '1', at });
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'bounced'),
    );
    await finance.given.publish(accountMovement, { ...movement(orderId), voucherNo: randomUUID(), amountFen: '10000', at });
    await finance.given.eventually(async () => expect(await finance.indicatorOf(indicatorId)).toMatchObject({ reserved_fen: '0', paid_fen: '0' }));
  });
});

describe("the treasury's folder", () => {
  const applied = async () => {
    const { batchId } = await finance.reviewedBatch(1);
    const { orderId } = await opened(batchId, '10000');
    await approved(orderId);
    return orderId;
  };
  const faulty = () => readdirSync(join(finance.treasuryIn, 'faulty')).length;
  const untilFaulty = (before: number) => finance.given.eventually(() => expect(faulty()).toBe(before + 1));

  it('may hold a voucher that has funded another order: it is put aside, and later answers are booked', async () => {
    const [first, second, third] = [await applied(), await applied(), await applied()];
    await finance.treasuryAnswers(first, (answer) => Object.assign((answer['vouchers'] as object[])[0] ?? {}, { voucherNo: 'P-1' }));
    await finance.given.eventually(async () => expect(await stateOf(first)).toBe('funded'));
    const before = faulty();
    await finance.treasuryAnswers(second, (answer) => Object.assign((answer['vouchers'] as object[])[0] ?? {}, { voucherNo: 'P-1' }));
    await finance.treasuryAnswers(third);
    await finance.given.eventually(async () => expect(await stateOf(third)).toBe('funded'));
    await untilFaulty(before);
    expect(await stateOf(second)).toBe('applied');
  });

  it('may hold an answer that both refuses and funds, or words that no database holds: neither is booked', async () => {
    const order = await applied();
    const before = faulty();
    await finance.treasuryAnswers(order, (answer) => Object.assign(answer, { refused: '科目有误' }));
    await untilFaulty(before);
    await finance.treasuryAnswers(order, (answer) => Object.assign(answer, { refused: '\0', vouchers: [] }));
    await untilFaulty(before + 1);
    expect(await stateOf(order)).toBe('applied');
  });

  it('may hold an answer twice, but not another one to the same application', async () => {
    const order = await applied();
    const before = faulty();
    await finance.treasuryAnswers(order);
    await finance.given.eventually(async () => expect(await stateOf(order)).toBe('funded'));
    await finance.treasuryAnswers(order);
    await finance.given.eventually(() => expect(readdirSync(finance.treasuryIn).filter((name) => name.endsWith('.json'))).toEqual([]));
    expect(faulty()).toBe(before);
    await finance.treasuryAnswers(order, (answer) => Object.assign(answer, { refused: '科目有误', vouchers: [] }));
    await untilFaulty(before);
    expect(await stateOf(order)).toBe('funded');
  });

  it('may hold what is no answer', async () => {
    const before = faulty();
    writeFileSync(join(finance.treasuryIn, 'broken.json'), '{"format":');
    await untilFaulty(before);
    expect(existsSync(join(finance.treasuryIn, 'broken.json'))).toBe(false);
  });
});

it('what is counted of rolls is what their lines say', async () => {
  const differing = await finance.given.database.query(sql`
    SELECT roll_id, outcome, counted.lines AS counted, said.lines AS said
    FROM roll_outcome counted
    FULL JOIN roll_outcome_of_lines said USING (roll_id, outcome)
    WHERE (counted.lines, counted.amount_fen) IS DISTINCT FROM (said.lines, said.amount_fen)`);
  expect(differing).toEqual([]);
  const hits = await finance.given.database.query(sql`
    SELECT l.chunk_id, count(*)::int AS hits, (count(*) FILTER (WHERE h.open))::int AS open
    FROM hold h
    JOIN line l USING (county_code, line)
    WHERE h.kind = 'hit'
    GROUP BY l.chunk_id
    ORDER BY l.chunk_id`);
  expect(hits.length).toBeGreaterThan(0);
  expect(await finance.given.database.query(sql`SELECT chunk_id, hits, open FROM chunk_hits ORDER BY chunk_id`)).toEqual(hits);
});

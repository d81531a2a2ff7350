import { paidPeople, resultChunk } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { COUNTY, Finance } from './finance';

let finance: Finance;
beforeAll(async () => {
  finance = await Finance.open({ PEOPLE_COUNT_MS: '100' });
});
afterAll(() => finance.given.stop());

describe('a recipient', () => {
  it('sees what is theirs and what comes to their card for others, with how far it is; nobody else sees it', async () => {
    const { firstLine, order } = await finance.funded(4);
    await finance.given.database.transaction((tx) =>
      tx.execute(sql`UPDATE line SET beneficiary = 77, payee_basis = 'head' WHERE county_code = ${COUNTY} AND line = ${firstLine + 3}`),
    );
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'rcb', () => 'credited'),
    );
    await finance.given.publish(
      resultChunk,
      finance.resultOf(order, 'abc', (line) => (line === firstLine + 1 ? 'bounced' : 'credited')),
    );
    const mine = async (token: string) => (await finance.given.citizen(token).get('/my/lines')).body.items as Record<string, unknown>[];
    await finance.given.eventually(async () =>
      expect(await mine('1')).toEqual([
        expect.objectContaining({ line: firstLine, forMyself: true, state: 'paid', why: [], whereToGo: null, stage: '已打到卡上' }),
      ]),
    );
    await finance.given.eventually(async () =>
      expect(await mine('2')).toEqual([
        expect.objectContaining({
          state: 'bounced',
          why: ['银行退票:E1203 卡号与户名不一致'],
          whereToGo: expect.stringContaining('村委会'),
          fundedAt: '2026-11-01T08:00:00.000Z',
        }),
      ]),
    );
    expect(await mine('4')).toEqual([expect.objectContaining({ line: firstLine + 3, forMyself: false, payeeBasis: 'head' })]);
    expect(await mine('77')).toEqual([expect.objectContaining({ line: firstLine + 3, forMyself: true })]);
    expect(await mine('999')).toEqual([]);
    expect((await finance.given.anonymous.get('/my/lines')).body).toMatchObject({ status: 401, code: 'citizen-unknown' });
    expect((await finance.given.citizen('1').get(`/lines/${String(firstLine)}/history`)).status).toBe(401);
  });

  it('turns page by page', async () => {
    const [first, second] = [await finance.reviewedBatch(1), await finance.reviewedBatch(1)];
    const page = (await finance.given.citizen('1').get('/my/lines?limit=1')).body;
    expect(page.items).toMatchObject([{ line: second.firstLine, stage: '财政正在审核' }]);
    const next = (await finance.given.citizen('1').get(`/my/lines?limit=1&cursor=${String(page.next)}`)).body;
    expect(next.items).toMatchObject([{ line: first.firstLine }]);
  });
});

describe('the people paid', () => {
  it('are counted once each, whatever the number of their payments, when the run has come to rest', async () => {
    const told = async (people: number) => {
      const of = (p: { groups: { villageCode: (string | null)[]; policyCode: (string | null)[]; people: number[] } }) =>
        p.groups.people.find((_, at) => p.groups.villageCode[at] === null && p.groups.policyCode[at] === null);
      await finance.given.published(paidPeople, (p) => p.divisionCode === COUNTY && of(p) === people);
      return finance.given.published(paidPeople, (p) => p.divisionCode === '410423001' && of(p) === people);
    };
    const run = async () => {
      const { order } = await finance.funded(6);
      for (const bank of ['rcb', 'abc'])
        await finance.given.publish(
          resultChunk,
          finance.resultOf(order, bank, () => 'credited'),
        );
    };
    await run();
    // those of the run above among them: tokens 1 … 6, and 77
    expect(await told(7)).toMatchObject({ year: 2026, countyCode: COUNTY });
    await run();
    const { groups } = await told(7);
    const ofVillage = groups.people.filter((_, at) => groups.villageCode[at] === '410423001001');
    expect(ofVillage).toEqual([7, 7]);
  });
});

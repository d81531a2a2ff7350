import { randomUUID } from 'node:crypto';
import {
  api,
  cardOf,
  type LineView,
  type NoticeView,
  type Person,
  postNotices,
  reviewRolls,
  type Run,
  type TownshipWorld,
  allRolls,
  adjudicate,
  approve,
  arrived,
  order,
  settled,
  uploadRolls,
} from '@one-card/demo';
import { recipientRegistryApi } from '@one-card/contracts';
import { ask } from './src/answers';
import { everyOf } from './src/books';
import { ClearText } from './src/clear-text';
import { batchOf, forget, givenRun, yearly } from './src/given';
import { Platform } from './src/platform';
import { checkpointAndRows } from './src/tables';

const TOWNSHIP = '410423214';
const FAMILIES = 'flow-families';

/** Numbers of people that no file of the suite holds, and that are given to the platform otherwise. */
const PHONE_OF_OBJECTOR = '13912340765';
const NEW_CARD = { socialCardNo: 'H7700000771', bankCardNo: '6240277123456789', account: '40250877712345678', bankLineNo: '402508771234' };

describe('personal data', () => {
  let platform: Platform;
  let run: Run;
  let secrets: string[];
  const people = {} as Record<'died' | 'misnamed' | 'mistyped' | 'ordinary' | 'objectedTo', Person>;
  let mistyped = '';

  beforeAll(async () => {
    platform = Platform.running();
    const wish = { suite: 'secrets', townships: [TOWNSHIP], plans: [yearly(FAMILIES, 'family-planning')], format: 'xlsx' as const };
    run = await givenRun(platform, wish, fill);
    secrets = [...run.county.truth.secrets, mistyped, PHONE_OF_OBJECTOR, NEW_CARD.socialCardNo, NEW_CARD.bankCardNo, NEW_CARD.account];
    const batch = batchOf(run, FAMILIES);
    await uploadRolls(run, [batch]);
    await allRolls(run, batch, 'checked', ['draft']);
    await adjudicate(run, batch);
    await reviewRolls(run, batch);
    await allRolls(run, batch, 'at its notice', ['in-notice']);
    await postNotices(run, batch);
    await objection();
    await registersOtherwise();
    await (await run.people.holding('system-admin')).post(`${api.policies}/clock/advance`, { days: 8 });
    await allRolls(run, batch, 'past its notice', ['ready']);
    await approve(run, batch);
    await order(run, batch);
    await settled(run, batch);
    await arrived(run);
  }, 120_000);

  afterAll(() => forget(run));

  function fill(world: TownshipWorld): void {
    for (const story of ['died', 'misnamed', 'mistyped', 'ordinary', 'objectedTo'] as const) people[story] = world.household();
    world.deaths.push({ person: people.died, diedOn: '2025-03-01' });
    cardOf(people.misnamed).atBank.name = `${people.misnamed.name}甲`;
    const rows = Object.values(people).map((person) => world.row(FAMILIES, person));
    for (const row of rows.filter(({ beneficiary }) => beneficiary === people.mistyped)) {
      mistyped = row.identity.slice(0, 17) + (row.identity.at(-1) === '1' ? '2' : '1');
      row.identity = mistyped;
    }
    world.rolls.set(FAMILIES, rows);
  }

  async function objection(): Promise<void> {
    const { batchId } = batchOf(run, FAMILIES);
    const anybody = run.people.public();
    const [notice] = await everyOf(anybody.all<NoticeView>(`${api.disclosure}/notices?batchId=${batchId}`));
    const finance = await run.people.holding('finance-reviewer');
    const lines = await everyOf(finance.all<LineView>(`${api.payment}/batches/${batchId}/lines?outcome=underWay`));
    const text = `请核实,我的电话 ${PHONE_OF_OBJECTOR}`;
    const said = { line: lines.at(-1)?.line, name: '李四', phone: PHONE_OF_OBJECTOR, text };
    const { id } = await anybody.post<{ id: string }>(`${api.disclosure}/notices/${notice?.id ?? ''}/objections`, said);
    const reviewer = await run.people.holding('township-reviewer', { division: TOWNSHIP });
    await reviewer.post(`${api.disclosure}/objections/${id}/decision`, { decision: 'refused', reason: '经核实符合条件' });
  }

  /** A look-up, a new card, a register with a fault, and what goes wrong on the way: each leaves its marks in logs and tables. */
  async function registersOtherwise(): Promise<void> {
    const clerk = await run.people.holding('township-clerk', { division: TOWNSHIP });
    const { identity } = people.ordinary;
    const { token } = await clerk.post<{ token: number }>(`${api.registry}/people/lookup`, { identity, purpose: '核对卡号' });
    await clerk.post(`${api.registry}/people/${token}/cards`, { ...NEW_CARD, bankCode: 'rcb', state: 'active' });
    await ask(clerk, 'POST', `${api.registry}/people/lookup`, { identity: mistyped, purpose: '核对' });
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    await clerk.raw(`${api.registry}/people/lookup`, { method: 'POST', headers, body: `{"identity":"${identity}"` });
    await clerk.raw(`${api.registry}/people/${identity}?card=${NEW_CARD.bankCardNo}`);
    const row = [`${TOWNSHIP}001`, 'x', '户主', '王五', mistyped, people.died.phone, '', '', '', '', '', '', ''].join(',');
    const csv = { 'content-type': 'text/csv', 'idempotency-key': randomUUID() };
    const body = `${recipientRegistryApi.PEOPLE_COLUMNS.join(',')}\n${row}\n`;
    const faulty = await clerk.raw(`${api.registry}/people/imports`, { method: 'POST', headers: csv, body });
    expect(await faulty.json()).toMatchObject({ registered: 0, faultCount: expect.any(Number) as number });
  }

  it('is found in clear by this search where it is: in the files that the township made', async () => {
    const found = await new ClearText(secrets).inFolder(run.place.state);
    const seen = new Set(found.map((line) => line.split(': ').at(-1)));
    expect(run.county.truth.secrets.filter((secret) => !seen.has(secret))).toEqual([]);
  });

  it('stands in clear in no table', async () => {
    const clear = new ClearText(secrets);
    const found = (await checkpointAndRows(platform)).flatMap(({ table, rows }) =>
      [...clear.in(Buffer.from(rows.join('\n')))].map((secret) => `${table}: ${secret}`),
    );
    expect(found).toEqual([]);
  });

  it('stands in clear in no log, database file, Kafka file or bank file', async () => {
    await checkpointAndRows(platform);
    expect(await new ClearText(secrets).inFolder(platform.state)).toEqual([]);
  }, 90_000);
});

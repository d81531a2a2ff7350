import {
  importChunk,
  type ListedBlock,
  matchedChunk,
  type MatchedChunk,
  type PayeeBlock,
  type PolicyVersion,
  type RollBlock,
  rolledChunk,
  tokenChunk,
} from '@one-card/contracts';
import { sql } from '@one-card/database';
import type { ServiceUnderTest, TestClient } from '@one-card/testing';
import { randomUUID } from 'node:crypto';
import {
  card,
  clerk,
  COUNTY,
  identityOf,
  OTHER_TOWNSHIP,
  person,
  type PersonCells,
  policyPaying,
  registry,
  TOWNSHIP,
  upload,
  VILLAGE,
} from './people';

let given: ServiceUnderTest;
let ours: TestClient;
beforeAll(async () => {
  given = await registry();
  ours = clerk(given);
});
afterAll(() => given.stop());

/** A line as the roll states it. */
type Stated = Pick<PersonCells, 'name' | 'identity'> & { payeeName?: string; payeeIdentity?: string };

let lineSerial = 1;

async function sendRoll(policy: PolicyVersion, stated: readonly Stated[]): Promise<string> {
  const chunkId = randomUUID();
  const firstLine = lineSerial;
  lineSerial += stated.length;
  const block: RollBlock = {
    name: stated.map(({ name }) => name),
    identity: stated.map(({ identity }) => identity),
    payeeName: stated.map(({ payeeName }) => payeeName ?? null),
    payeeIdentity: stated.map(({ payeeIdentity }) => payeeIdentity ?? null),
  };
  const people = await given.envelopesOf('payment-orchestration').sealFor('recipient-registry', chunkId, Buffer.from(JSON.stringify(block)));
  const all = <T>(value: T): T[] => stated.map(() => value);
  await given.publish(rolledChunk, {
    chunk: {
      countyCode: COUNTY,
      projectId: randomUUID(),
      policyCode: policy.code,
      policyVersionId: policy.id,
      batchId: randomUUID(),
      rollId: randomUUID(),
      revision: 1,
      divisionCode: TOWNSHIP,
      chunkId,
      chunkNo: 1,
      chunks: 1,
      firstLine,
      lines: stated.length,
      amountFen: String(8600 * stated.length),
      periodFrom: '2026-01-01',
      periodTo: '2026-01-31',
    },
    uploadSha256: 'a'.repeat(64),
    lines: {
      rowNo: stated.map((_, at) => at + 2),
      villageCode: all(VILLAGE),
      subjectRef: all(''),
      itemCode: all(''),
      quantityMilli: all(1000),
      rateFen: all('8600'),
      amountFen: all('8600'),
    },
    people: people.toString('base64'),
  });
  return chunkId;
}

interface Matched {
  event: MatchedChunk;
  /** codes of each line, in order */
  failures: string[][];
  payees: PayeeBlock;
  listed: ListedBlock | null;
}

async function matchOf(chunkId: string): Promise<Matched> {
  const event = await given.published(matchedChunk, ({ chunk }) => chunk.chunkId === chunkId);
  const opened = async <T>(reader: string, block: string): Promise<T> =>
    JSON.parse((await given.envelopesOf(reader).open(chunkId, Buffer.from(block, 'base64'))).toString('utf8')) as T;
  return {
    event,
    failures: event.lines.rowNo.map((_, at) => {
      const failure = event.failures.find(({ line }) => line === event.chunk.firstLine + at);
      return failure?.reasons.map(({ code }) => code) ?? [];
    }),
    payees: await opened<PayeeBlock>('bank-gateway', event.payees),
    listed: event.listed === null ? null : await opened<ListedBlock>('disclosure', event.listed),
  };
}

const tokenOf = async ({ identity }: Pick<PersonCells, 'identity'>): Promise<number> =>
  (await ours.post('/people/lookup', { identity, purpose: '核对' })).body.token;

describe('a chunk of a roll', () => {
  it('paid to oneself gets the own card, or every reason why not', async () => {
    const [paid, bare, closed] = [person(card()), person(), person(card({ card_state: 'closed' }))];
    await upload(ours, [paid, bare, closed]);
    const stranger = person();
    const policy = await policyPaying(given, 'own');
    const lines = [
      { ...paid, name: ` ${[...paid.name].join('　')} ` },
      stranger,
      { ...paid, name: '李四' },
      bare,
      closed,
      { ...paid, payeeName: paid.name, payeeIdentity: bare.identity },
      { ...bare, name: '李四' },
    ];
    const { event, failures, payees } = await matchOf(await sendRoll(policy, lines));
    expect(failures).toEqual([
      [],
      ['unknown-person'],
      ['name-differs'],
      ['no-card'],
      ['closed-card'],
      ['payee-differs'],
      ['name-differs', 'no-card'],
    ]);
    expect(event.failures.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6].map((at) => event.chunk.firstLine + at));
    const token = await tokenOf(paid);
    expect(event.lines.beneficiary).toEqual([
      token,
      expect.any(Number),
      token,
      await tokenOf(bare),
      await tokenOf(closed),
      token,
      await tokenOf(bare),
    ]);
    expect(event.lines.payee).toEqual([token, null, null, null, null, null, null]);
    expect(event.lines.payeeBasis).toEqual(['own', null, null, null, null, null, null]);
    expect(event.lines.bankCode[0]).toBe('rcb');
    expect(event.lines.birthYear).toEqual(lines.map(({ identity }) => Number(identity.slice(6, 10))));
    expect(payees.account).toEqual([paid.account, null, null, null, null, null, null]);
    expect({ name: payees.name[0], card: payees.socialCardNo[0], line: payees.bankLineNo[0], carrier: payees.carrierKind[0] }).toEqual({
      name: paid.name,
      card: paid.social_card_no,
      line: paid.bank_line_no,
      carrier: 'social-card',
    });
  });

  it('paid to the household is credited to its head, or to nobody', async () => {
    const head = person(card());
    const wife = person({ household: head.household, relation: '妻子', ...card() });
    const headWithoutCard = person();
    const son = person({ household: headWithoutCard.household, relation: '儿子', ...card() });
    const headless = person({ relation: '成员', ...card() });
    const closed = person(card({ card_state: 'closed' }));
    await upload(ours, [head, wife, headWithoutCard, son, headless, closed]);
    const policy = await policyPaying(given, 'head');
    const stated = [
      head,
      wife,
      son,
      headless,
      closed,
      { ...wife, payeeName: head.name, payeeIdentity: head.identity },
      { ...wife, payeeName: wife.name },
    ];
    const { event, failures, payees } = await matchOf(await sendRoll(policy, stated));
    expect(failures).toEqual([[], [], ['head-without-card'], ['head-without-card'], ['closed-card'], [], ['payee-differs']]);
    const token = await tokenOf(head);
    expect(event.lines.payee).toEqual([token, token, null, null, null, token, null]);
    expect(event.lines.head.slice(0, 2)).toEqual([token, token]);
    expect(event.lines.household[0]).toBe(event.lines.household[1]);
    expect(payees.account.slice(0, 2)).toEqual([head.account, head.account]);
  });

  it('paid to a guardian is credited to the guardian, or to nobody', async () => {
    const mother = person(card());
    const [bare, closed] = [person(), person(card({ card_state: 'closed' }))];
    const child = (guardian?: PersonCells) => person({ household: '', relation: '', guardian_identity: guardian?.identity ?? '', ...card() });
    const children = [child(mother), child(), child(bare), child(closed)];
    await upload(ours, [mother, bare, closed, ...children]);
    const policy = await policyPaying(given, 'guardian');
    const { event, failures, payees } = await matchOf(await sendRoll(policy, children));
    expect(failures).toEqual([[], ['no-guardian'], ['guardian-without-card'], ['closed-card']]);
    expect(event.lines.payee[0]).toBe(await tokenOf(mother));
    expect(payees.name).toEqual([mother.name, null, null, null]);
  });

  it('tells one account by one token, however many people state it', async () => {
    const one = person(card());
    const other = person(card({ account: one.account }));
    const third = person(card());
    await upload(ours, [one, other, third]);
    const { event } = await matchOf(await sendRoll(await policyPaying(given, 'own'), [one, other, third]));
    const [first, second, last] = event.lines.account;
    expect(first).toBe(second);
    expect(first).not.toBe(last);
  });

  it('keeps the payee as of the match: a card mended later is matched anew', async () => {
    const someone = person(card());
    await upload(ours, [someone]);
    const policy = await policyPaying(given, 'own');
    const before = await matchOf(await sendRoll(policy, [someone]));
    await upload(ours, [{ ...someone, name: '张改名', ...card() }]);
    const after = await matchOf(await sendRoll(policy, [{ ...someone, name: '张改名' }]));
    expect([before.payees.account[0], before.payees.name[0]]).toEqual([someone.account, someone.name]);
    expect(after.payees.name[0]).toBe('张改名');
    expect(after.payees.account[0]).not.toBe(someone.account);

    const line = before.event.chunk.firstLine;
    const history = await ours.get(`/lines/${line}/history`);
    expect(history.body.map(({ what }: { what: string }) => what)).toEqual(expect.arrayContaining(['matched', 'account-mended']));
    expect(JSON.stringify(history.body)).not.toMatch(new RegExp(`${someone.name}|${someone.account}|${someone.identity}`));
    expect((await clerk(given, OTHER_TOWNSHIP).get(`/lines/${line}/history`)).status).toBe(403);
    expect((await ours.get('/lines/999999/history')).status).toBe(404);
  });

  it('a corrected name reaches the bank although the row says nothing of the card', async () => {
    const someone = person(card());
    await upload(ours, [someone]);
    const bare = { social_card_no: '', bank_card_no: '', account: '', bank_code: '', bank_line_no: '', card_state: '' };
    await upload(ours, [{ ...someone, name: '张更正', ...bare }]);
    const { payees } = await matchOf(await sendRoll(await policyPaying(given, 'own'), [{ ...someone, name: '张更正' }]));
    expect([payees.name[0], payees.account[0]]).toEqual(['张更正', someone.account]);
  });

  it('hands on only such names as some page of the policy shows', async () => {
    const someone = person({ name: '王小明', ...card() });
    await upload(ours, [someone]);
    const shown = async (board: 'full' | 'masked' | 'totals') => {
      const policy = await policyPaying(given, 'own', { village_board: board, web_notice: 'totals', web_result: 'totals' });
      return (await matchOf(await sendRoll(policy, [someone, person()]))).listed;
    };
    expect(await shown('full')).toEqual({ name: ['王小明', null], payeeName: ['王小明', null] });
    expect(await shown('masked')).toEqual({ name: ['王*明', null], payeeName: ['王*明', null] });
    expect(await shown('totals')).toBeNull();
  });

  it('waits for its policy', async () => {
    const someone = person(card());
    await upload(ours, [someone]);
    const policy = await policyPaying(given, 'own');
    const later = { ...policy, id: randomUUID() };
    const chunkId = await sendRoll(later, [someone]);
    await policyPaying(given, 'own', undefined, later.id);
    expect((await matchOf(chunkId)).failures).toEqual([[]]);
  });

  it('of 2,000 lines, half of them strangers, gives each stranger one token that grows', async () => {
    const known = Array.from({ length: 1_000 }, (_, at) => ({ ...person(card()), identity: identityOf(at, '088') }));
    await upload(ours, known);
    const strangers = Array.from({ length: 1_000 }, (_, at) => ({ ...person(), identity: identityOf(1_000 + at, '088') }));
    const policy = await policyPaying(given, 'own');
    const { event, failures } = await matchOf(await sendRoll(policy, [...known, ...strangers]));
    expect(failures.filter((codes) => codes.length === 0)).toHaveLength(1_000);
    expect(new Set(event.lines.beneficiary).size).toBe(2_000);
    expect(Math.max(...event.lines.beneficiary.slice(0, 1_000).map(Number))).toBeLessThan(
      Math.min(...event.lines.beneficiary.slice(1_000).map(Number)),
    );
    const again = await matchOf(await sendRoll(policy, strangers));
    expect(again.event.lines.beneficiary).toEqual(event.lines.beneficiary.slice(1_000));
    const rows = await given.database.query(
      sql`SELECT token FROM person WHERE NOT known AND token = ANY (${again.event.lines.beneficiary}::bigint[])`,
    );
    expect(rows).toHaveLength(1_000);
  });

  it('carries no name or number in clear', async () => {
    const someone = person(card());
    await upload(ours, [someone]);
    const { event } = await matchOf(await sendRoll(await policyPaying(given, 'own'), [someone]));
    const text = JSON.stringify(event);
    for (const secret of [someone.name, someone.identity, someone.account, someone.bank_card_no, someone.social_card_no])
      expect(text).not.toContain(secret);
  });
});

describe("another department's data", () => {
  it('get tokens for every identity, known or not, and whether the name agrees', async () => {
    const someone = person();
    await upload(ours, [someone]);
    const stranger = person();
    const [importId, blockId] = [randomUUID(), randomUUID()];
    const block = {
      name: [someone.name, '李四', null, stranger.name],
      identity: [someone, someone, someone, stranger].map(({ identity }) => identity),
    };
    const people = await given.envelopesOf('eligibility-check').sealFor('recipient-registry', blockId, Buffer.from(JSON.stringify(block)));
    await given.publish(importChunk, {
      countyCode: COUNTY,
      importId,
      dataset: 'deceased',
      chunkNo: 1,
      blockId,
      rows: { rowNo: [2, 3, 4, 5] },
      people: people.toString('base64'),
    });
    const { rows } = await given.published(tokenChunk, (answer) => answer.importId === importId);
    const token = await tokenOf(someone);
    expect(rows).toMatchObject({ rowNo: [2, 3, 4, 5], person: [token, token, token, expect.any(Number)], nameAgrees: [true, false, null, null] });
    expect(rows.household).toEqual([expect.any(Number), expect.any(Number), expect.any(Number), null]);
    const { event } = await matchOf(await sendRoll(await policyPaying(given, 'own'), [stranger]));
    expect(event.lines.beneficiary[0]).toBe(rows.person[3]);
  });
});

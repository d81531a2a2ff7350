import { sql } from '@one-card/database';
import type { ServiceUnderTest } from '@one-card/testing';
import { card, clerk, person, type PersonCells, registry, upload } from './people';

let given: ServiceUnderTest;
beforeAll(async () => {
  given = await registry();
});
afterAll(() => given.stop());

const gateway = () => given.as({ id: 'service:gateway', system: true });
const prove = ({ name, identity }: Pick<PersonCells, 'name' | 'identity'>, cardLast4: string, by = gateway()) =>
  by.post('/people/prove', { name, identityLast6: identity.slice(-6), cardLast4 });

async function registered(changes: Partial<PersonCells> = {}): Promise<PersonCells & { token: number }> {
  const cells = person({ ...card(), ...changes });
  expect((await upload(clerk(given), [cells])).body).toMatchObject({ registered: 1, faultCount: 0 });
  const { body } = await clerk(given).post('/people/lookup', { identity: cells.identity, purpose: '核对银行卡' });
  return { ...cells, token: body.token };
}

describe('a recipient', () => {
  it('is known by name, six digits of the identity number and four of any number on the card', async () => {
    const one = await registered();
    for (const number of [one.social_card_no, one.bank_card_no, one.account]) {
      const { status, body } = await prove({ ...one, name: one.name.split('').join(' ') }, number.slice(-4));
      expect([status, body]).toEqual([200, { token: one.token }]);
    }
  });

  it('is asked for by the gateway only, which counts the tries of an address', async () => {
    const one = await registered();
    expect((await prove(one, one.account.slice(-4), given.anonymous)).status).toBe(401);
    expect((await prove(one, one.account.slice(-4), clerk(given))).status).toBe(403);
    expect((await prove(one, one.account.slice(-4), given.as({ id: 'civil-affairs', system: true }))).status).toBe(403);
  });

  it('is refused in the same words whatever was wrong', async () => {
    const one = await registered();
    const answers = await Promise.all([prove(one, '0000'), prove({ ...one, name: '王无' }, one.account.slice(-4)), prove(person(), '0000')]);
    for (const { status, body } of answers) expect([status, body.code, body.detail]).toEqual([403, 'not-proven', answers[0].body.detail]);
  });

  it('is refused when two agree to it all', async () => {
    const [first, second] = [person({ ...card(), name: '李双' }), person({ ...card(), name: '李双' })];
    const twins = [first, { ...second, identity: twinOf(first.identity), bank_card_no: first.bank_card_no }];
    expect((await upload(clerk(given), twins)).body).toMatchObject({ registered: 2 });
    expect((await prove({ name: '李双', identity: first.identity }, first.bank_card_no.slice(-4))).status).toBe(403);
    expect((await prove({ name: '李双', identity: first.identity }, second.account.slice(-4))).status).toBe(200);
  });

  it('cannot be found by trying: after five failures the right card does not help for an hour either', async () => {
    const one = await registered();
    for (let tries = 0; tries < 5; tries += 1) await prove(one, '0000');
    expect((await prove(one, one.account.slice(-4))).status).toBe(403);
    await given.advanceClock({ days: 1 });
    expect((await prove(one, one.account.slice(-4))).status).toBe(200);
  });

  it('leaves no value behind when they try', async () => {
    const one = await registered();
    await prove(one, '0000');
    const tried = await given.database.query<object>(sql`SELECT * FROM proof_attempt`);
    expect(tried.length).toBeGreaterThan(0);
    for (const value of [one.name, one.identity.slice(-6), '0000']) expect(JSON.stringify(tried)).not.toContain(`"${value}"`);
  });
});

describe('who read the record', () => {
  it('is told to the recipient by office, post, time and purpose, and to nobody else', async () => {
    const one = await registered();
    const other = await registered();
    await prove(one, one.account.slice(-4));
    const mine = (token: number) => given.citizen(String(token));
    const { body } = await mine(one.token).get('/my/readings?limit=2');
    expect(body.items).toEqual([
      expect.objectContaining({ byMyself: true, office: null, post: null, purpose: '本人查询' }),
      expect.objectContaining({ byMyself: false, office: '露峰街道', post: '乡镇经办', purpose: '核对银行卡' }),
    ]);
    expect(JSON.stringify(body)).not.toContain('经办人');
    expect((await mine(other.token).get('/my/readings')).body.items).toHaveLength(1);
    expect((await given.anonymous.get('/my/readings')).body).toMatchObject({ status: 401, code: 'citizen-unknown' });
    expect((await mine(one.token).get(`/people/${String(one.token)}`)).status).toBe(401);
  });
});

/** Another number with the same last six digits. */
function twinOf(identity: string): string {
  for (let year = 1900; year < 2000; year += 1) {
    const twin = `${identity.slice(0, 6)}${String(year)}${identity.slice(10)}`;
    if (twin !== identity && isValid(twin)) return twin;
  }
  throw new Error('no twin');
}

function isValid(number: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return '10X98765432'[sum % 11] === number[17];
}

import { division, personChunk } from '@one-card/contracts';
import { driftOf, sql } from '@one-card/database';
import { openApiOf } from '@one-card/service';
import type { ServiceUnderTest, TestClient } from '@one-card/testing';
import iconv from 'iconv-lite';
import { randomUUID } from 'node:crypto';
import { AppModule } from '../src/app.module';
import {
  card,
  clerk,
  COUNTY,
  identityOf,
  OTHER_TOWNSHIP,
  OTHER_VILLAGE,
  peopleFile,
  person,
  type PersonCells,
  registry,
  TOWNSHIP,
  upload,
  VILLAGE,
} from './people';

let given: ServiceUnderTest;
let ours: TestClient;
let theirs: TestClient;
beforeAll(async () => {
  given = await registry();
  ours = clerk(given);
  theirs = clerk(given, OTHER_TOWNSHIP);
});
afterAll(() => given.stop());

const lookup = (client: TestClient, { identity }: Pick<PersonCells, 'identity'>, purpose = '核对银行卡') =>
  client.post('/people/lookup', { identity, purpose });
const faultsOf = (body: { faults: { row: number; column: string; reason: { code: string } }[] }) =>
  body.faults.map(({ row, column, reason }) => `${String(row)} ${column} ${reason.code}`);

describe('divisions', () => {
  it('are public, with their closure, and told to the other services', async () => {
    const { status, body } = await given.anonymous.get('/divisions?under=410423501');
    expect(status).toBe(200);
    expect(body.map(({ name }: { name: string }) => name)).toEqual(['土门村民委员会', '土门办事处']);
    const told = await given.published(division, ({ id }) => id === VILLAGE);
    expect(told).toMatchObject({ version: 1, kind: 'village', ancestors: [COUNTY, TOWNSHIP, VILLAGE] });
  });
});

describe('a people file', () => {
  it('registers the good rows, tells the faulty ones by row and column, and finds them unchanged when sent again', async () => {
    const [mother, late] = [person(card()), person(card())];
    const rows = [
      mother,
      person({ relation: '女儿', household: mother.household, guardian_identity: mother.identity }),
      person({ guardian_identity: late.identity }),
      late,
      person({ name: '' }),
      person({ village_code: '410423001999' }),
      person({ village_code: OTHER_VILLAGE }),
      person({ household: mother.household }),
      { ...mother, phone: '' },
      person({ guardian_identity: person().identity }),
      person({ ...card(), account: '12' }),
    ];
    const first = await upload(ours, rows);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ rows: 11, registered: 4, changed: 0, unchanged: 0, faultCount: 7 });
    expect(faultsOf(first.body)).toEqual([
      '6 name name-empty',
      '7 village_code village-unknown',
      '8 village_code village-not-covered',
      '9 relation second-head',
      '10 identity person-twice',
      '11 guardian_identity guardian-unknown',
      '12 account account-form',
    ]);
    const again = await upload(ours, rows);
    expect(again.body).toMatchObject({ registered: 0, changed: 0, unchanged: 4, faultCount: 7 });
    expect(await given.database.query(sql`SELECT import_id FROM import_seen UNION ALL SELECT import_id FROM import_waiting`)).toEqual([]);
  });

  it('changes only those who differ, and tells their tokens and villages', async () => {
    const rows = [person(card()), person(card()), person()];
    const [one, two, three] = rows as [PersonCells, PersonCells, PersonCells];
    await upload(ours, rows);
    const changed = await upload(ours, [{ ...one, phone: '13900000000' }, two, { ...three, ...card() }]);
    expect(changed.body).toMatchObject({ registered: 0, changed: 2, unchanged: 1, faultCount: 0 });
    const { token } = (await lookup(ours, three)).body;
    const told = await given.published(personChunk, ({ people }) => people.person.length === 2 && people.person.includes(token));
    expect(told.people.villageCode).toEqual([VILLAGE, VILLAGE]);
  });

  it('may come in GB18030', async () => {
    const someone = person({ name: '张𠮷丰' });
    const bytes = iconv.encode(peopleFile([someone]).toString(), 'gb18030');
    const { body } = await ours.post('/people/imports', bytes, { headers: { 'content-type': 'text/csv' } });
    expect(body).toMatchObject({ registered: 1, faultCount: 0 });
    expect((await lookup(ours, someone)).body.name).toBe('张𠮷丰');
  });

  it('sent twice with one key is taken once; another file with that key is refused', async () => {
    const [rows, key] = [[person()], randomUUID()];
    const first = await upload(ours, rows, key);
    expect((await upload(ours, rows, key)).body).toEqual(first.body);
    expect((await upload(ours, [person()], key)).body.code).toBe('idempotency-key-reused');
  });

  it('with another header is refused whole, and so is another kind of file', async () => {
    const headers = { 'content-type': 'text/csv' };
    const long = '姓名,身份证号\n'.repeat(100_000);
    expect((await ours.post('/people/imports', Buffer.from(long), { headers })).body.code).toBe('import-header');
    expect((await ours.post('/people/imports', Buffer.from('x'))).status).toBe(415);
  });

  it('that is broken is refused, and its row is named', async () => {
    const file = Buffer.concat([peopleFile([person()]), Buffer.from('"1"2\n')]);
    const { body } = await ours.post('/people/imports', file, { headers: { 'content-type': 'text/csv' } });
    expect(body).toMatchObject({ status: 422, code: 'file-refused', faults: [{ row: 3, reason: { code: 'csv-broken' } }] });
  });

  it('that broke off may be sent again with its key', async () => {
    const key = randomUUID();
    const headers = { 'content-type': 'text/csv' };
    expect((await ours.post('/people/imports', Buffer.from('broken'), { headers, idempotencyKey: key })).status).toBe(422);
    expect((await upload(ours, [person()], key)).body).toMatchObject({ registered: 1 });
  });

  it('of more than one chunk is registered whole', async () => {
    const heads = Array.from({ length: 2_001 }, (_, at) => ({ ...person(), identity: identityOf(at, '077'), household: `many-${String(at)}` }));
    const { body } = await upload(ours, [...heads, heads[0] as PersonCells]);
    expect(body).toMatchObject({ rows: 2_002, registered: 2_001, faultCount: 1 });
    expect(faultsOf(body)).toEqual(['2003 identity person-twice']);
  });

  it('gives a household the head that its newest file names', async () => {
    const [father, son] = [person(), person({ relation: '儿子' })].map((one) => ({ ...one, household: 'heirs' })) as [PersonCells, PersonCells];
    await upload(ours, [father, son]);
    await upload(ours, [
      { ...father, relation: '父亲' },
      { ...son, relation: '户主' },
    ]);
    expect((await lookup(ours, father)).body.isHead).toBe(false);
    expect((await lookup(ours, son)).body.isHead).toBe(true);
  });

  it('does not take people out of a township that is not the sender’s', async () => {
    const someone = person();
    await upload(ours, [someone]);
    const moved = { ...someone, village_code: OTHER_VILLAGE };
    expect(faultsOf((await upload(theirs, [moved])).body)).toEqual(['2 village_code registered-elsewhere']);
    const county = given.as({ system: true, posts: [{ post: 'department-clerk', department: '民政局', divisions: [COUNTY] }] });
    expect((await upload(county, [moved])).body).toMatchObject({ changed: 1, faultCount: 0 });
  });

  it('is taken from nobody but township clerks and the systems of departments', async () => {
    const reviewer = given.as({ posts: [{ post: 'township-reviewer', divisions: [TOWNSHIP] }] });
    expect(await upload(reviewer, [person()])).toMatchObject({ status: 403, body: { code: 'wrong-post' } });
    expect((await upload(given.anonymous, [person()])).status).toBe(401);
    for (const post of ['bank-operator', 'supervisor', 'budget-officer']) {
      const system = given.as({ system: true, posts: [{ post, divisions: [COUNTY] }] });
      expect(await upload(system, [person()])).toMatchObject({ status: 403, body: { code: 'wrong-post' } });
    }
  });
});

describe('a person', () => {
  it('is shown masked to those whose divisions cover the village, and refused to others', async () => {
    const someone = person(card());
    await upload(ours, [someone]);
    const { status, body } = await lookup(ours, someone);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: someone.name, maskedIdentity: '410423************', villageCode: VILLAGE, isHead: true });
    expect(body.cards).toEqual([{ maskedCardNo: `************${someone.bank_card_no.slice(-4)}`, bankCode: 'rcb', state: 'active' }]);
    expect((await lookup(theirs, someone)).status).toBe(403);
    expect((await theirs.get(`/people/${String(body.token)}`)).status).toBe(403);
    expect((await theirs.post('/people/names', { tokens: [body.token], purpose: '查看花名册' })).status).toBe(403);
    expect((await theirs.get(`/people?village=${VILLAGE}`)).status).toBe(403);
    expect((await theirs.get(`/people/${String(body.token)}/readings`)).status).toBe(403);
    const supervisor = given.as({ posts: [{ post: 'supervisor', divisions: [COUNTY] }] });
    expect((await supervisor.get(`/people/${String(body.token)}`)).status).toBe(200);
  });

  it('who is not registered is said so without the number', async () => {
    const stranger = person();
    const answer = await lookup(ours, stranger);
    expect(answer).toMatchObject({ status: 404, body: { code: 'person-not-registered' } });
    expect(JSON.stringify(answer.body)).not.toContain(stranger.identity);
    const citizen = given.as({ posts: [] });
    expect((await lookup(citizen, stranger)).status).toBe(403);
    expect((await ours.get('/people/999999999')).status).toBe(404);
  });

  it('is named on a page by token, all or none', async () => {
    const [here, there] = [person(), person({ village_code: OTHER_VILLAGE })];
    await upload(ours, [here]);
    await upload(theirs, [there]);
    const tokens = [(await lookup(ours, here)).body.token, (await lookup(theirs, there)).body.token];
    const finance = given.as({ posts: [{ post: 'finance-reviewer', department: '财政局', divisions: [COUNTY] }] });
    const named = await finance.post('/people/names', { tokens, purpose: '业务审核' });
    expect(named.body.map(({ name }: { name: string }) => name).sort()).toEqual([here.name, there.name].sort());
    expect((await ours.post('/people/names', { tokens, purpose: '审核' })).status).toBe(403);
  });

  it('has every reading recorded: who, why and when', async () => {
    const someone = person();
    await upload(ours, [someone]);
    const { token } = (await lookup(ours, someone, '群众来电核实')).body;
    await ours.get(`/people/${String(token)}`);
    await ours.post('/people/names', { tokens: [token], purpose: '公示名单' });
    const auditor = given.as({ posts: [{ post: 'security-auditor', divisions: [COUNTY] }] });
    const { body } = await auditor.get(`/people/${String(token)}/readings`);
    expect(body.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['公示名单', '查看登记信息', '群众来电核实']);
    expect(body[0]).toMatchObject({ reader: `clerk-${TOWNSHIP}`, readerName: '经办人' });
    expect((await auditor.get(`/people/${String(token)}`)).status).toBe(403);
  });

  it('is read under the rights of now, and recorded, though the same question was answered before', async () => {
    const someone = person();
    await upload(ours, [someone]);
    const { token } = (await lookup(ours, someone)).body;
    const asked = [{ tokens: [token], purpose: '公示名单' }, { idempotencyKey: randomUUID() }] as const;
    const reader = (post: string) => given.as({ id: 'reader', posts: [{ post, divisions: [TOWNSHIP] }] });
    const answers = [
      await reader('township-reviewer').post('/people/names', ...asked),
      await reader('township-reviewer').post('/people/names', ...asked),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await reader('publisher').post('/people/names', ...asked)).status).toBe(403);
    const auditor = given.as({ posts: [{ post: 'security-auditor', divisions: [COUNTY] }] });
    const { body } = await auditor.get(`/people/${String(token)}/readings`);
    expect(body.filter(({ reader: by }: { reader: string }) => by === 'reader')).toHaveLength(2);
  });

  it('is listed by village, page by page', async () => {
    const rows = [1, 2, 3].map(() => person({ village_code: '410423001002' }));
    await upload(ours, rows);
    const first = await ours.get('/people?village=410423001002&limit=2');
    const second = await ours.get(`/people?village=410423001002&limit=2&cursor=${String(first.body.next)}`);
    expect([...first.body.items, ...second.body.items].map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort());
    expect(second.body.next).toBeNull();
  });

  it('gets a new card from the township, and the old one is closed', async () => {
    const someone = person(card());
    await upload(ours, [someone]);
    const { token } = (await lookup(ours, someone)).body;
    const mended = {
      socialCardNo: '',
      bankCardNo: '6217 0041 9999 9999',
      account: '170499999999',
      bankCode: 'abc',
      bankLineNo: '103504012345',
      state: 'active',
    };
    const { status, body } = await ours.post(`/people/${String(token)}/cards`, mended);
    expect(status).toBe(201);
    expect(body.cards).toMatchObject([
      { maskedCardNo: '************9999', bankCode: 'abc', state: 'active' },
      { bankCode: 'rcb', state: 'closed' },
    ]);
    expect((await theirs.post(`/people/${String(token)}/cards`, mended)).status).toBe(403);
    const wrong = await ours.post(`/people/${String(token)}/cards`, { ...mended, bankLineNo: '1' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'card-refused', errors: [{ path: 'bankLineNo' }] } });
  });
});

describe('readiness', () => {
  it('counts the households that could not be paid today', async () => {
    const village = '410423001003';
    const head = person({ village_code: village, ...card() });
    const rows = [head, person({ village_code: village, household: head.household, relation: '妻子' }), person({ village_code: village })];
    await upload(ours, [...rows, person({ village_code: village, ...card({ card_state: 'closed' }) })]);
    const { body } = await ours.get(`/readiness?division=${village}`);
    expect(body).toMatchObject({ divisionCode: village, households: 3, headsWithCard: 1, people: 4, peopleWithCard: 1 });
    expect((await ours.get(`/readiness?division=${TOWNSHIP}`)).body.people).toBeGreaterThanOrEqual(4);
    expect((await theirs.get(`/readiness?division=${village}`)).status).toBe(403);
  });
});

describe('at rest', () => {
  it('nothing that names or numbers a person stands in clear, in any column of the schema', async () => {
    const someone = person({ name: '密不透风', ...card() });
    const guarded = person({ guardian_identity: someone.identity });
    const orphan = person({ guardian_identity: person().identity });
    await upload(ours, [guarded, someone, orphan]);
    const { token } = (await lookup(ours, someone)).body;
    await ours.post('/people/names', { tokens: [token], purpose: '公示名单' });
    const numbers = [someone.social_card_no, someone.bank_card_no, someone.account];
    const secrets = [someone.name, someone.identity, someone.phone, ...numbers, guarded.identity, orphan.identity, orphan.guardian_identity];
    const found = await columnsHolding(secrets);
    expect(found).toEqual([]);
  });

  it('every path is described for the merged document', async () => {
    const { paths } = await openApiOf('recipient-registry', AppModule);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/recipient-registry/people/imports', '/api/recipient-registry/people/{token}/cards']),
    );
  });

  it('the entities and the migrations agree', async () => {
    expect(await driftOf(given.database.dataSource)).toEqual([]);
  });
});

describe('started again', () => {
  it('the registry tells nothing of divisions that did not change', async () => {
    await given.restart();
    const versions = await given.database.query<{ version: number }>(sql`SELECT DISTINCT version FROM division`);
    expect(versions).toEqual([{ version: 1 }]);
  });
});

/** Looks into every column of every table, as text and as bytes. */
async function columnsHolding(secrets: readonly string[]): Promise<string[]> {
  const columns = await given.database.query<{ table: string; column: string }>(sql`
    SELECT c.relname AS table, a.attname AS column
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`);
  expect(columns.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows: { hit: string }[] = await given.database.dataSource.query(
      `SELECT secret AS hit FROM unnest($1::text[]) AS secret
       WHERE EXISTS (SELECT FROM "${table}" WHERE position(secret IN "${column}"::text) > 0
          OR position(encode(convert_to(secret, 'UTF8'), 'hex') IN "${column}"::text) > 0)`,
      [secrets],
    );
    found.push(...rows.map(({ hit }) => `${table}.${column}: ${hit}`));
  }
  return found;
}

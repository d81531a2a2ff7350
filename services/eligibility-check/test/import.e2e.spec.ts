import { importChunk, tokenChunk } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { CIVIL_AFFAIRS, County, COUNTY } from './county';

let county: County;
beforeAll(async () => {
  county = await County.begin();
});
afterAll(() => county.given.stop());

const GOOD = '410423197001010011';
const head = 'name,identity,died_on';

async function tokensFor(importId: string, chunkNo: number, firstPerson: number, count: number): Promise<void> {
  const rowNo = Array.from({ length: count }, (_, i) => (chunkNo - 1) * 2000 + i + 2);
  const rows = { rowNo, person: rowNo.map((_, i) => firstPerson + i), household: rowNo.map(() => null), nameAgrees: rowNo.map(() => null) };
  await county.given.publish(tokenChunk, { countyCode: COUNTY, importId, chunkNo, rows });
}

describe("another department's data set", () => {
  it('keeps its good rows, tells the faulty ones without their numbers, and is ready when its last tokens are there', async () => {
    const lines = Array.from({ length: 2001 }, () => `张三,${GOOD},2025-01-01`);
    const { status, body } = await county.sendsFile(
      'deceased',
      [head, ...lines, '李四,410423197001010012,2025-01-01', `王五,${GOOD},2999-01-01`].join('\n'),
    );
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'loading', rows: 2003, faultCount: 2, source: '民政局殡葬登记', asOf: '2026-04-01' });
    expect(body.faults).toMatchObject([
      { row: 2003, column: 'identity', reason: { code: 'identity-check-digit' } },
      { row: 2004, column: 'died_on', reason: { code: 'date-in-future' } },
    ]);
    expect(JSON.stringify(body)).not.toContain('410423197001010012');
    await tokensFor(body.id, 2, 5000, 1);
    await county.given.eventually(() => county.count(sql`SELECT chunks_loaded AS n FROM data_import WHERE id = ${body.id}`, 1));
    expect((await county.clerk.get(`/imports/${body.id}`)).body.state).toBe('loading');
    await tokensFor(body.id, 1, 3000, 2000);
    await county.given.eventually(async () => expect((await county.clerk.get(`/imports/${body.id}`)).body.state).toBe('ready'));
    await county.count(sql`SELECT count(*)::integer AS n FROM deceased WHERE import_id = ${body.id}`, 2001);
  });

  it('seals identities for the registry alone: none stands in clear in an event or a table', async () => {
    const { body } = await county.sendsFile('payroll', `name,identity,employer,from,to\n赵六,${GOOD},县教体局,2020-01-01,`);
    const chunk = await county.given.published(importChunk, (c) => c.importId === body.id);
    expect(JSON.stringify(chunk)).not.toContain(GOOD);
    await expect(county.given.envelopesOf('disclosure').open(chunk.blockId, Buffer.from(chunk.people, 'base64'))).rejects.toThrow();
    const staged = await county.given.database.query(sql`SELECT records, encode(people, 'escape') AS people FROM import_chunk`);
    expect(JSON.stringify(staged)).not.toContain(GOOD);
  });

  it('reads GB18030 as well, and columns in the order of the head', async () => {
    // 县局 in GB18030
    const gb = Buffer.concat([
      Buffer.from(`identity,from,to,employer,name\n${GOOD},2020-01-01,,`),
      Buffer.from('cfd8bed6', 'hex'),
      Buffer.from(',\n'),
    ]);
    const { status, body } = await county.sendsFile('payroll', gb);
    expect([status, body.faultCount]).toEqual([202, 0]);
    const [staged] = await county.given.database.query<{ employer: string }>(
      sql`SELECT records -> 0 ->> 'employer' AS employer FROM import_chunk WHERE import_id = ${body.id}`,
    );
    expect(staged?.employer).toBe('县局');
  });

  it('is taken once, however often the same upload is sent', async () => {
    const text = `${head}\n钱七,${GOOD},2025-01-01`;
    const [one, two] = await Promise.all([
      county.sendsFile('deceased', text, { key: 'upload-1' }),
      county.sendsFile('deceased', text, { key: 'upload-1' }),
    ]);
    const three = await county.sendsFile('deceased', text, { key: 'upload-1' });
    expect(new Set([one, two, three].map(({ body }) => body.id)).size).toBe(1);
    await county.count(sql`SELECT count(*)::integer AS n FROM data_import WHERE idempotency_key = 'upload-1'`, 1);
  });

  it('lets the newer statement about one person stand, whichever arrives first', async () => {
    await county.learns('deceased', [{ person: 7001, cells: ['2025-06-01'] }], '2026-03-01');
    await county.learns('deceased', [{ person: 7001, cells: ['2025-05-01'] }], '2026-02-01');
    const row = await county.given.database.maybe<{ died_on: string }>(sql`SELECT died_on FROM deceased WHERE person = 7001`);
    expect(row?.died_on).toBe('2025-06-01');
  });

  it('is refused whole when its head is wrong, it is empty, or it cannot be read', async () => {
    const wrong = await county.sendsFile('deceased', `name,id,died_on\n${'张三,x,2025-01-01\n'.repeat(50_000)}`);
    expect(wrong.body).toMatchObject({ status: 422, code: 'file-refused', differs: ['-identity', '+id'] });
    expect((await county.sendsFile('deceased', '')).body.code).toBe('file-refused');
    const broken = await county.sendsFile('deceased', `${head}\n\n"张三,${GOOD}`);
    expect(broken.body).toMatchObject({ code: 'file-refused', faults: [{ row: 3, reason: { code: 'csv-broken' } }] });
    expect((await county.sendsFile('salaries', head)).status).toBe(404);
  });

  it('comes from a department clerk or a system of the department only', async () => {
    const township = county.as({ posts: [{ post: 'township-clerk', divisions: [COUNTY] }] });
    expect((await county.sendsFile('deceased', head, { by: township })).status).toBe(403);
    const system = (post: string) => county.as({ system: true, posts: [{ post, department: CIVIL_AFFAIRS, divisions: [COUNTY] }] });
    const { status, body } = await county.sendsFile('deceased', head, { by: system('department-clerk') });
    expect([status, (await system('department-clerk').get(`/imports/${body.id}`)).status]).toEqual([202, 200]);
    for (const other of [system('budget-officer'), county.as({ system: true })]) {
      expect((await county.sendsFile('deceased', head, { by: other })).status).toBe(403);
      expect((await other.get(`/imports/${body.id}`)).status).toBe(403);
    }
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '@one-card/database';
import { serviceUnderTest } from '@one-card/testing';
import { Workbook } from 'exceljs';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { anIdentity, csv, Field, hitOn, LUFENG, XIATANG } from './rolls';

let field: Field;
beforeAll(async () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'treasury-'));
  const env = { TREASURY_OUT: folder(), TREASURY_IN: folder() };
  field = new Field(await serviceUnderTest({ name: 'payment-orchestration', module: AppModule, config, env }));
  await field.settle();
});
afterAll(() => field.given.stop());

const rows = (many: number) => csv(Array.from({ length: many }, (_, i) => ({ name: `人${String.fromCharCode(0x4e00 + i)}` })));
const linesIn = (body: { items: { line: number }[] }) => body.items.map(({ line }) => line);

describe('the lines of a batch', () => {
  let id = '';
  let rollId = '';
  let first = 0;
  beforeAll(async () => {
    const opened = await field.batch([LUFENG, XIATANG]);
    id = opened.id;
    rollId = opened.rolls[LUFENG] ?? '';
    const chunk = await field.draft(rollId, rows(30), {
      failing: { 4: 'head-without-card' },
      hits: (of) => [hitOn(of, 7), hitOn(of, 9, 'on-payroll')],
    });
    first = chunk.firstLine;
    await field.draft(opened.rolls[XIATANG] ?? '', csv([{ village: '松垛沟村' }, { village: '松垛沟村' }]), { by: field.people.otherClerk });
  });
  const list = (query: string, who = field.people.supervisor) => who.get(`/batches/${id}/lines?${query}`);

  it('are read from any place, with how many there are', async () => {
    const { body } = await list('position=20&limit=5');
    expect(body).toMatchObject({ total: 32 });
    expect(linesIn(body)).toEqual([20, 21, 22, 23, 24].map((at) => first + at));
    const onward = await list(`limit=8&cursor=${String(body.next)}`);
    expect(linesIn(onward.body).slice(0, 5)).toEqual([25, 26, 27, 28, 29].map((at) => first + at));
    expect((await list('position=31&limit=5')).body.items).toHaveLength(1);
    expect((await list('position=32')).body).toMatchObject({ items: [], next: null });
  });

  it('are found by state, village, hit, reason and the words of a reason', async () => {
    expect(linesIn((await list('outcome=held')).body)).toEqual([first + 7, first + 9]);
    expect(linesIn((await list('rule=on-payroll')).body)).toEqual([first + 9]);
    expect(linesIn((await list('reason=head-without-card')).body)).toEqual([first + 4]);
    expect(linesIn((await list(`text=${encodeURIComponent('社保卡')}`)).body)).toEqual([first + 4]);
    expect((await list('village=410423101001')).body.items).toHaveLength(2);
    expect(await list('outcome=held&position=1')).toMatchObject({ status: 422, body: { code: 'position-with-filter' } });
  });

  it('are a township’s own, which the service decides', async () => {
    expect((await list('limit=500', field.people.clerk)).body).toMatchObject({ total: 30 });
    expect(await field.people.otherClerk.get(`/batches/${id}/lines?rollId=${rollId}`)).toMatchObject({ status: 403 });
    expect(await field.people.otherClerk.get(`/batches/${id}/lines/export?rollId=${rollId}`)).toMatchObject({ status: 403 });
  });

  it('of one account are told over all batches, to those whose business is the whole county', async () => {
    const [taken] = await field.given.database.query<{ account: string }>(sql`SELECT account FROM line WHERE line = ${first + 3}`);
    const ofAccount = `/lines?account=${taken?.account ?? ''}`;
    const { body } = await field.people.supervisor.get(ofAccount);
    expect(body).toMatchObject({ next: null, items: [{ line: first + 3, batchId: id, seq: 1 }] });
    expect((await field.people.clerk.get(ofAccount)).status).toBe(403);
  });

  it('leave as a file', async () => {
    const { body, headers } = await field.people.supervisor.get(`/batches/${id}/lines/export?format=csv&outcome=held`);
    expect(headers.get('content-disposition')).toContain("filename*=UTF-8''");
    const sheet = String(body).split('\r\n');
    expect(sheet[0]).toContain('明细号,行号,村代码');
    expect(sheet[1]).toMatch(new RegExp(`^${String(first + 7)},9,410423001001,D7,2,150.00,300.00,rcb,待核实,`));
    expect(sheet).toHaveLength(4);
  });
});

describe('faulty rows', () => {
  it('go back as a workbook to the township that sent them, and lie sealed until then', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const wrong = `${anIdentity().slice(0, 17)}Q`;
    await field.upload(rollId, csv([{ name: '张三' }, { name: '=HYPERLINK', identity: wrong }]));
    expect(await field.people.reviewer.get(`/rolls/${rollId}/faults/workbook`)).toMatchObject({ status: 403 });
    expect(await field.people.otherClerk.get(`/rolls/${rollId}/faults/workbook`)).toMatchObject({ status: 403 });
    const sheet = await workbookOf(`/rolls/${rollId}/faults/workbook`);
    expect(sheet).toEqual([
      expect.arrayContaining(['原行号', '问题', '姓名', '身份证号']),
      expect.arrayContaining(['3', expect.stringContaining('身份证号:'), "'=HYPERLINK", wrong]),
    ]);
    const stored = await field.given.database.query<{ rows: Buffer }>(sql`SELECT rows FROM faulty_rows WHERE roll_id = ${rollId}`);
    expect(stored).toHaveLength(1);
    expect(stored[0]?.rows.includes(wrong)).toBe(false);
  });

  it('are gone with the file that replaces theirs', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.upload(rollId, csv([{ name: '' }, { name: '李四' }]));
    await field.upload(rollId, csv([{ name: '王五' }, { name: '李四' }]));
    expect(await field.given.database.query(sql`SELECT FROM faulty_rows WHERE roll_id = ${rollId}`)).toEqual([]);
  });

  it('of a refused file are told with the attempt', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    expect(await field.upload(rollId, csv([{ name: '张三' }], '999'))).toMatchObject({ status: 422 });
    const { body } = await field.people.clerk.get(`/rolls/${rollId}/uploads`);
    expect(body).toMatchObject([
      { fileName: '花名册.csv', byMe: true, accepted: false, revision: null, faultCount: 1, faults: [{ column: '金额' }] },
    ]);
    expect(await field.people.otherClerk.get(`/rolls/${rollId}/uploads`)).toMatchObject({ status: 403 });
  });

  async function workbookOf(path: string): Promise<string[][]> {
    const answer = await field.people.clerk.open(path);
    const workbook = new Workbook();
    await workbook.xlsx.load(await answer.arrayBuffer());
    const found: string[][] = [];
    workbook.worksheets[0]?.eachRow((row) => found.push((row.values as (string | undefined)[]).slice(1).map((cell) => cell ?? '')));
    return found;
  }
});

describe('a batch', () => {
  it('tells everything that was done with it, by whom', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.draft(rollId, rows(2));
    await field.sends(rollId);
    await field.reviews(rollId, 'sendBack');
    const { body } = await field.people.supervisor.get(`/batches/${id}/history?limit=4`);
    expect(body.items).toMatchObject([
      { act: 'open' },
      { act: 'issue' },
      { act: 'upload', post: 'township-clerk', divisionName: '露峰街道' },
      { act: 'matched', name: null },
    ]);
    const rest = await field.people.supervisor.get(`/batches/${id}/history?cursor=${String(body.next)}`);
    expect(rest.body.items.at(-1)).toMatchObject({ act: 'sendBack', post: 'township-reviewer', note: '面积与确权不符' });
    expect(await field.people.otherClerk.get(`/batches/${id}/history`)).toMatchObject({ status: 403 });
  });

  it('is found by department, year, month and words', async () => {
    const { id } = await field.batch();
    const found = async (query: string) => {
      const { body } = await field.people.supervisor.get(`/batches?limit=500&${query}`);
      return (body.items as { id: string }[]).some((batch) => batch.id === id);
    };
    const asked = [
      `department=${encodeURIComponent('农业农村局')}`,
      'year=2026',
      'month=2026-12',
      `text=${encodeURIComponent('轮作')}`,
      'state=issued',
    ];
    const others = [`department=${encodeURIComponent('民政局')}`, 'year=2027', 'month=2027-01', `text=${encodeURIComponent('奶牛')}`, 'state=paying'];
    expect(await Promise.all([...asked, ...others].map(found))).toEqual([true, true, true, true, true, false, false, false, false, false]);
  });

  it('is watched while it goes on, by those who may read it', async () => {
    const { id, rolls } = await field.batch();
    expect(await field.people.otherClerk.get(`/batches/${id}/progress`)).toMatchObject({ status: 403 });
    const leave = new AbortController();
    const watched = await field.people.supervisor.open(`/batches/${id}/progress`, leave.signal);
    let text = '';
    const reading = watched.body?.pipeTo(new WritableStream({ write: (part: Uint8Array) => void (text += Buffer.from(part).toString()) }));
    const stage = (name: string) => {
      const [, data] = /^data: (.*)$/m.exec(text.trimEnd().split('\n\n').at(-1) ?? '') ?? [];
      return (JSON.parse(data ?? '{"stages":[]}') as { stages: { stage: string }[] }).stages.find((each) => each.stage === name);
    };
    await field.given.eventually(() => expect(stage('uploaded')).toMatchObject({ done: 0, total: 1 }));
    await field.draft(rolls[LUFENG] ?? '', rows(3));
    await field.given.eventually(() =>
      expect([stage('uploaded'), stage('matched'), stage('checked')]).toMatchObject([{ done: 1 }, { done: 1 }, { done: 1 }]),
    );
    leave.abort();
    await expect(reading).rejects.toThrow();
  });

  it('is watched among all that go on, by those whose business is the whole county', async () => {
    const { id } = await field.batch();
    for (const who of [field.people.otherClerk, field.people.clerk]) expect(await who.get('/runs/progress')).toMatchObject({ status: 403 });
    const leave = new AbortController();
    const watched = await field.people.supervisor.open('/runs/progress', leave.signal);
    let text = '';
    const reading = watched.body?.pipeTo(new WritableStream({ write: (part: Uint8Array) => void (text += Buffer.from(part).toString()) }));
    const run = () => {
      const [, data] = /^event: runs\ndata: (.*)$/m.exec(text) ?? [];
      return (JSON.parse(data ?? '[]') as { batchId: string }[]).find(({ batchId }) => batchId === id);
    };
    await field.given.eventually(() =>
      expect(run()).toMatchObject({
        state: 'issued',
        department: '农业农村局',
        stages: expect.arrayContaining([expect.objectContaining({ stage: 'uploaded', done: 0, total: 1 })]) as unknown,
      }),
    );
    leave.abort();
    await expect(reading).rejects.toThrow();
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adjudicatedHits, batch as batchEvent, lineFacts, matchedChunk, rolledChunk, type ChunkRef, type Finding } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { Backpressure } from '@one-card/kafka';
import { serviceUnderTest } from '@one-card/testing';
import { Workbook } from 'exceljs';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { anIdentity, COUNTY, csv, csvOf, Field, hitOn, LUFENG, matchOf, table, XIATANG } from './rolls';

let field: Field;
beforeAll(async () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'treasury-'));
  const env = { TREASURY_OUT: folder(), TREASURY_IN: folder() };
  field = new Field(await serviceUnderTest({ name: 'payment-orchestration', module: AppModule, config, env }));
  await field.settle();
});
afterAll(() => field.given.stop());

const three = () => csv([{ name: '张三' }, { name: '李四' }, { name: '王五' }]);
const decide = (chunk: ChunkRef, found: Finding | Finding[], decision: 'confirmed' | 'dismissed') => {
  const hits = [found].flat();
  const columns = { hitId: hits.map(({ hitId }) => hitId), version: hits.map(() => 2), line: hits.map(({ line }) => line) };
  return field.given.publish(adjudicatedHits, {
    ...{ countyCode: COUNTY, batchId: chunk.batchId, rollId: chunk.rollId, rule: hits[0]?.rule ?? 'deceased', decision },
    ...{ reason: '经核实', actor: 'department-clerk', decidedAt: '2026-11-01T08:00:00Z', hits: columns },
  });
};

describe('a roll on its way', () => {
  it('comes from the file to the payment application, and every step is told', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const chunk = await field.ready(rollId, three());
    const { body: inReview } = await field.people.departmentClerk.get(`/batches/${id}`);
    expect(inReview).toMatchObject({ state: 'in-review', waitsFor: 'department-clerk', entered: { count: 3, amountFen: '90000' } });
    expect(await field.reviewsBatch(id, 'approve', field.people.departmentClerk)).toMatchObject({ body: { waitsFor: 'department-approver' } });
    expect(await field.reviewsBatch(id, 'approve', field.people.approver)).toMatchObject({ body: { state: 'approved' } });
    expect(await field.people.departmentClerk.post(`/batches/${id}/application`)).toMatchObject({
      body: { state: 'applied', waitsFor: 'finance-reviewer' },
    });
    expect(await field.reviewsBatch(id, 'approve', field.people.finance)).toMatchObject({ status: 200, body: { state: 'applied', waitsFor: null } });
    const treasury = field.given.as({ posts: [{ post: 'treasury-operator', divisions: [COUNTY] }] });
    expect((await treasury.get('/todo')).body).toContainEqual(expect.objectContaining({ kind: 'batch', id, act: '拨付' }));
    const last = await field.given.published(batchEvent, (b) => b.id === id && b.state === 'applied' && b.step === 3);
    const told = (await field.given.log.soFar(batchEvent)).filter((b) => b.id === id);
    expect(told.map(({ did }) => did.act)).toEqual([
      ...['open', 'issue', 'upload', 'matched', 'checked', 'send', 'approve', 'noticeClosed', 'approve', 'approve', 'apply', 'approve'],
    ]);
    expect(told.map(({ version }) => version)).toEqual(told.map((_, i) => i + 1));
    expect(last.rolls).toMatchObject([{ rollId, revision: 1, state: 'ready' }]);
    expect(chunk).toMatchObject({ lines: 3, chunks: 1, amountFen: '90000', divisionCode: LUFENG });
  });

  it('lists for the notice what is neither rejected nor stopped', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const chunk = await field.draft(rollId, three(), { failing: { 1: 'head-without-card' } });
    await field.sends(rollId);
    await field.reviews(rollId, 'approve');
    const { noticeId } = await field.is(rollId, 'in-notice');
    const listed = await field.listed(rollId, noticeId);
    expect(listed).toMatchObject({ place: 'village_board', basis: 'per-batch', days: 7, lines: { line: [chunk.firstLine, chunk.firstLine + 2] } });
    expect(Buffer.from(listed.people ?? '', 'base64').toString()).toBe('for the board');
  });

  it('waits with its file while its readers are behind, and is taken in as soon as there is room', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const room = jest.spyOn(Backpressure.prototype, 'hasRoomFor').mockResolvedValue(false);
    const answer = field.upload(rollId, three());
    await field.given.eventually(() => expect(room.mock.calls.filter(([event]) => event === rolledChunk).length).toBeGreaterThan(2));
    expect(await field.given.database.query(sql`SELECT FROM staged_chunk WHERE roll_id = ${rollId}`)).toEqual([]);
    room.mockRestore();
    expect(await answer).toMatchObject({ status: 201, body: { lines: { count: 3 } } });
  });

  it('is not matched by a chunk whose totals differ from those that were sent', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.upload(rollId, three());
    const { chunk, lines } = await field.rolled(rollId);
    await field.given.publish(matchedChunk, matchOf(chunk, { ...lines, amountFen: ['30000', '30000', '30001'] }, {}));
    await field.given.eventually(async () => {
      const letters = await field.given.database.query(sql`SELECT cause FROM dead_letter WHERE topic = ${matchedChunk.type}`);
      expect(letters).toEqual([{ cause: expect.stringContaining('other totals') }]);
    });
    expect(await field.roll(rollId)).toMatchObject({ state: 'matching', matchedChunks: 0 });
  });

  it('whose rows are all faulty needs no match, and shows nothing', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    expect(await field.upload(rollId, csv([{ name: '' }]))).toMatchObject({ status: 201, body: { chunks: 0, rejected: { count: 1 } } });
    await field.is(rollId, 'draft');
    await field.sends(rollId);
    expect(await field.reviews(rollId, 'approve')).toMatchObject({ body: { state: 'ready' } });
  });
});

describe('a file', () => {
  it('has its faulty rows rejected with all their reasons, and its people sealed for the registry only', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const good = anIdentity();
    const rows = [{ identity: good }, { village: '松垛沟村', identity: '410423197501010019' }, { quantity: '3' }];
    const { body } = await field.upload(rollId, csv(rows));
    expect(body).toMatchObject({ revision: 1, lines: { count: 3, amountFen: '90000' }, rejected: { count: 2, amountFen: '60000' }, faultCount: 3 });
    expect((body.faults as { row: number; column: string; reason: { code: string } }[]).map((f) => `${f.row} ${f.column} ${f.reason.code}`)).toEqual([
      ...['3 村 village-unknown', '3 身份证号 identity-check-digit', '4 金额 amount-differs'],
    ]);
    const rolled = await field.rolled(rollId);
    expect(rolled.lines).toMatchObject({ rowNo: [2], villageCode: ['410423001001'], amountFen: ['30000'] });
    expect(await field.peopleOf(rolled)).toEqual({ name: ['张三'], identity: [good], payeeName: [null], payeeIdentity: [null] });
    const { body: faults } = await field.people.clerk.get(`/rolls/${rollId}/faults?limit=2`);
    expect(faults).toMatchObject({
      items: [
        { row: 3, column: '村' },
        { row: 3, column: '身份证号' },
      ],
    });
    expect((await field.people.clerk.get(`/rolls/${rollId}/faults?limit=2&cursor=${String(faults.next)}`)).body).toMatchObject({
      items: [{ row: 4 }],
      next: null,
    });
    const rejected = await field.people.clerk.get(`/batches/${id}/lines?outcome=rejected`);
    expect((rejected.body.items as object[]).length).toBe(2);
    await field.given.published(lineFacts, (f) => f.rollId === rollId && f.lines.to.every((to) => to === 'rejected') && f.lines.line.length === 2);
  });

  it('is refused whole when its totals do not agree, and leaves nothing but the record', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const bytes = csv([{}, {}], '600.01');
    const refused = await field.upload(rollId, bytes, { key: 'refused-once' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'file-refused', faults: [{ row: 4, column: '金额', reason: { code: 'total-amount-differs' } }] },
    });
    expect(await field.upload(rollId, bytes, { key: 'refused-once' })).toMatchObject({ status: 422, body: { code: 'file-refused' } });
    expect(await field.given.database.query(sql`SELECT status FROM upload WHERE roll_id = ${rollId}`)).toEqual([{ status: 422 }]);
    expect(await field.given.database.query(sql`SELECT FROM staged_chunk WHERE roll_id = ${rollId}`)).toEqual([]);
    expect(await field.roll(rollId)).toMatchObject({ state: 'issued', revision: 0 });
  });

  it('sent again with its key gives the stored answer; the key takes no other file', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const bytes = three();
    const first = await field.upload(rollId, bytes, { key: 'again' });
    const second = await field.upload(rollId, bytes, { key: 'again' });
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(await field.upload(rollId, three(), { key: 'again' })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await field.roll(rollId)).toMatchObject({ revision: 1 });
  });

  it('of one township is not taken for another, nor from its clerk', async () => {
    const { rolls } = await field.batch([LUFENG, XIATANG]);
    const bytes = three();
    await field.upload(rolls[LUFENG] ?? '', bytes);
    expect(await field.upload(rolls[LUFENG] ?? '', bytes, { by: field.people.otherClerk })).toMatchObject({
      status: 403,
      body: { code: 'wrong-post' },
    });
    const twin = await field.upload(rolls[XIATANG] ?? '', bytes, { by: field.people.otherClerk });
    expect(twin).toMatchObject({ status: 409, body: { code: 'file-uploaded-before', rollId: rolls[LUFENG] } });
  });

  it('replaces the one before: every line that was told of comes to nothing', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const old = await field.draft(rollId, csv([{}, { name: '' }]), { hits: (chunk) => [hitOn(chunk, 0)] });
    await field.draft(rollId, three(), { revision: 2 });
    const withdrawn = async () => (await field.given.log.soFar(lineFacts)).filter((f) => f.rollId === rollId && f.lines.to.includes(null));
    await field.given.eventually(async () => {
      const facts = (await withdrawn()).flatMap(({ lines }) => lines.line.map((line, i) => [line, lines.from[i]]));
      expect(facts.sort()).toEqual([
        [old.firstLine - 1, 'rejected'],
        [old.firstLine, 'held'],
      ]);
    });
    expect((await field.people.clerk.get(`/batches/${id}`)).body).toMatchObject({
      entered: { count: 3 },
      outcome: { underWay: { count: 3 }, rejected: { count: 0 } },
    });
    expect(Object.keys(await field.outcomesOf(id))).toHaveLength(3);
    await field.sends(rollId);
    expect(await field.upload(rollId, three())).toMatchObject({ status: 409, body: { code: 'illegal-move' } });
  });

  it('may be GB18030 or a workbook', async () => {
    const { rolls } = await field.batch([LUFENG, XIATANG]);
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('花名册');
    for (const line of table([{ name: '赵六', village: '松垛沟村' }])) sheet.addRow(line);
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
    expect(await field.upload(rolls[XIATANG] ?? '', bytes, { by: field.people.otherClerk, name: '花名册.xlsx' })).toMatchObject({
      status: 201,
      body: { chunks: 1 },
    });
    expect(await field.peopleOf(await field.rolled(rolls[XIATANG] ?? ''))).toMatchObject({ name: ['赵六'] });
    expect(await field.upload(rolls[LUFENG] ?? '', gb18030(csvOf(table([{ name: '张三' }]))))).toMatchObject({
      status: 201,
      body: { faultCount: 0 },
    });
    expect(await field.peopleOf(await field.rolled(rolls[LUFENG] ?? ''))).toMatchObject({ name: ['张三'] });
  });

  it('of more than a chunk keeps its order, with consecutive lines', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const { body } = await field.upload(rollId, csv(Array.from({ length: 2001 }, () => ({}))));
    expect(body).toMatchObject({ chunks: 2, lines: { count: 2001 }, rejected: { count: 0 } });
    const second = await field.given.published(rolledChunk, ({ chunk }) => chunk.rollId === rollId && chunk.chunkNo === 2);
    const first = await field.given.published(rolledChunk, ({ chunk }) => chunk.rollId === rollId && chunk.chunkNo === 1);
    expect(second.chunk).toMatchObject({ firstLine: first.chunk.firstLine + 2000, lines: 1, chunks: 2 });
    expect(second.lines.rowNo).toEqual([2002]);
  });
});

/** Node decodes GB18030 but does not encode it: found by trying every pair of bytes. */
function gb18030(utf8: Buffer): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytesOf = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const pair = Buffer.from([high, low]);
      bytesOf.set(decoder.decode(pair), pair);
    }
  }
  return Buffer.concat([...utf8.toString()].map((char) => (char.charCodeAt(0) < 0x80 ? Buffer.from(char) : (bytesOf.get(char) ?? Buffer.from('?')))));
}

describe('reviews', () => {
  it('sent back goes to the township, and unchanged straight back to the post that sent it back', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.ready(rollId, three());
    await field.reviewsBatch(id, 'approve', field.people.departmentClerk);
    const back = await field.reviewsBatch(id, 'sendBack', field.people.approver, [rollId]);
    expect(back).toMatchObject({ status: 200, body: { state: 'issued', rolls: [{ state: 'draft', waitsFor: 'township-clerk' }] } });
    expect((await field.people.clerk.get('/todo')).body).toContainEqual(expect.objectContaining({ kind: 'roll', id: rollId, act: '送审花名册' }));
    expect(await field.sends(rollId)).toMatchObject({ body: { state: 'ready' } });
    expect((await field.people.approver.get('/todo')).body).toContainEqual(
      expect.objectContaining({ kind: 'batch', id, post: 'department-approver' }),
    );
    expect(await field.reviewsBatch(id, 'approve', field.people.approver)).toMatchObject({ body: { state: 'approved' } });
  });

  it('changed after being sent back, it needs its reviews and notice again', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.ready(rollId, three());
    await field.reviewsBatch(id, 'sendBack', field.people.departmentClerk, [rollId]);
    await field.draft(rollId, three(), { revision: 2 });
    expect(await field.sends(rollId)).toMatchObject({ body: { state: 'in-review', waitsFor: 'township-reviewer' } });
    await field.reviews(rollId, 'approve');
    await field.notice(rollId, 'closed');
    await field.is(rollId, 'ready');
    expect((await field.people.departmentClerk.get(`/batches/${id}`)).body).toMatchObject({ state: 'in-review', step: 0 });
  });

  it('bind what was seen, and are for another person than the one who entered it, by one post only', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.draft(rollId, three());
    const { digest, revision } = await field.roll(rollId);
    await field.sends(rollId);
    const stale = await field.people.reviewer.post(`/rolls/${rollId}/reviews`, { decision: 'approve', revision, digest: '0'.repeat(64) });
    expect(stale).toMatchObject({ status: 409, body: { code: 'digest-changed' } });
    const clerk = { id: `township-clerk ${LUFENG}`, posts: [{ post: 'township-reviewer', divisions: [LUFENG] }] };
    expect(await field.reviews(rollId, 'approve', field.given.as(clerk))).toMatchObject({ status: 409, body: { code: 'two-posts-on-one-batch' } });
    const opener = { id: `department-clerk ${COUNTY}`, posts: [{ post: 'township-reviewer', divisions: [LUFENG] }] };
    const second = await field.given.as(opener).post(`/rolls/${rollId}/reviews`, { decision: 'approve', revision, digest });
    expect(second).toMatchObject({ status: 409, body: { code: 'two-posts-on-one-batch' } });
    expect(await field.reviews(rollId, 'approve', field.people.clerk)).toMatchObject({ status: 403, body: { code: 'wrong-post' } });
    expect(await field.reviews(rollId, 'sendBack', field.people.reviewer, '')).toMatchObject({ status: 422, body: { code: 'missing-reason' } });
    expect(await field.people.clerk.post(`/rolls/${rollId}/withdraw`)).toMatchObject({ status: 200, body: { state: 'draft' } });
    expect(await field.people.clerk.post(`/batches/${id}/application`)).toMatchObject({ status: 403 });
  });

  it('show when they are late, in working days', async () => {
    const { rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.given.advanceClock({ days: 14 });
    const { body } = await field.people.clerk.get('/todo');
    const mine = (body as { id: string; lateWorkingDays: number }[]).find(({ id }) => id === rollId);
    expect(mine?.lateWorkingDays).toBeGreaterThanOrEqual(4);
  });
});

describe('a hit', () => {
  it('holds its line only; dismissed it lets it go, confirmed it stops it', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const hits: Finding[] = [];
    const chunk = await field.draft(rollId, three(), { hits: (of) => (hits.push(hitOn(of, 0), hitOn(of, 0, 'same-months'), hitOn(of, 1)), hits) });
    const [first, second, other] = hits;
    if (first === undefined || second === undefined || other === undefined) throw new Error('three hits');
    const lines = [0, 1, 2].map((place) => String(chunk.firstLine + place));
    const outcomes = async () => {
      const of = await field.outcomesOf(id);
      return lines.map((line) => of[line]);
    };
    await field.given.eventually(async () => expect(await outcomes()).toEqual(['held', 'held', 'underWay']));
    expect((await field.people.clerk.get(`/batches/${id}`)).body).toMatchObject({
      rolls: [{ hits: 3, openHits: 3 }],
      outcome: { held: { count: 2, amountFen: '60000' } },
    });
    await decide(chunk, first, 'dismissed');
    await decide(chunk, other, 'confirmed');
    await field.given.eventually(async () => expect(await outcomes()).toEqual(['held', 'stopped', 'underWay']));
    await decide(chunk, second, 'dismissed');
    await field.given.eventually(async () => expect(await outcomes()).toEqual(['underWay', 'stopped', 'underWay']));
    await field.given.eventually(async () => {
      const facts = (await field.given.log.soFar(lineFacts)).filter((f) => f.rollId === rollId);
      const chain = facts.flatMap(({ lines: of }) => of.line.flatMap((line, i) => (line === chunk.firstLine ? [[of.from[i], of.to[i]]] : [])));
      expect(chain).toEqual([
        [null, 'underWay'],
        ['underWay', 'held'],
        ['held', 'underWay'],
      ]);
    });
  });

  it('may come before the match, and a decision before the hit', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.upload(rollId, three());
    const { chunk } = await field.rolled(rollId);
    const hit = hitOn(chunk, 2);
    await decide(chunk, hit, 'confirmed');
    await field.screens(chunk, [hit]);
    await field.matches(rollId);
    await field.is(rollId, 'draft');
    await field.given.eventually(async () => expect((await field.outcomesOf(id))[chunk.firstLine + 2]).toBe('stopped'));
  });

  it('decided together are told together', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    await field.upload(rollId, three());
    const { chunk } = await field.rolled(rollId);
    const hits = [hitOn(chunk, 0), hitOn(chunk, 1), hitOn(chunk, 2)];
    await field.screens(chunk, hits);
    await field.matches(rollId);
    await field.is(rollId, 'draft');
    await decide(chunk, hits, 'confirmed');
    await field.given.eventually(async () =>
      expect(await field.outcomesOf(id)).toEqual(Object.fromEntries(hits.map(({ line }) => [line, 'stopped']))),
    );
    await field.given.published(lineFacts, (f) => f.rollId === rollId && f.lines.to[0] === 'stopped');
    const told = (await field.given.log.soFar(lineFacts)).filter((f) => f.rollId === rollId && f.lines.to.includes('stopped'));
    expect(told.map(({ lines }) => lines.line)).toEqual([hits.map(({ line }) => line)]);
    expect((await field.people.departmentClerk.get(`/batches/${id}`)).body.rolls).toMatchObject([{ hits: 3, openHits: 0 }]);
  });

  it('of a pair holds the line of an earlier batch too', async () => {
    const earlier = await field.batch();
    const chunk = await field.ready(earlier.rolls[LUFENG] ?? '', three());
    const later = await field.batch();
    await field.upload(later.rolls[LUFENG] ?? '', three());
    const second = await field.matches(later.rolls[LUFENG] ?? '');
    await field.screens(second, [], [hitOn(chunk, 1, 'same-months'), hitOn(second, 0, 'same-months')]);
    await field.given.eventually(async () => {
      expect((await field.outcomesOf(earlier.id))[chunk.firstLine + 1]).toBe('held');
      expect((await field.outcomesOf(later.id))[second.firstLine]).toBe('held');
    });
  });
});

describe('a line', () => {
  it('that somebody objects to is held while its roll goes on, and stopped or let go by the decision', async () => {
    const { id, rolls } = await field.batch();
    const rollId = rolls[LUFENG] ?? '';
    const chunk = await field.draft(rollId, three());
    await field.sends(rollId);
    await field.reviews(rollId, 'approve');
    const objection = (place: number, state: 'open' | 'upheld' | 'refused') => ({
      ...{ id: `00000000-0000-4000-8000-00000000000${place}`, line: chunk.firstLine + place, state, reason: null },
    });
    const outcomes = async () => {
      const of = await field.outcomesOf(id);
      return [0, 1, 2].map((place) => of[chunk.firstLine + place]);
    };
    await field.notice(rollId, 'open', [objection(0, 'open'), objection(1, 'open')]);
    await field.given.eventually(async () => expect(await outcomes()).toEqual(['held', 'held', 'underWay']));
    await field.notice(rollId, 'closed', [objection(0, 'upheld'), objection(1, 'refused')], 2);
    await field.given.eventually(async () => expect(await outcomes()).toEqual(['stopped', 'underWay', 'underWay']));
    await field.is(rollId, 'ready');
  });

  it('is stopped by hand with a reason, once', async () => {
    const { rolls } = await field.batch();
    const { firstLine } = await field.draft(rolls[LUFENG] ?? '', three());
    const stop = (by = field.people.departmentClerk) => by.post(`/lines/${firstLine}/stop`, { reason: '本人自愿放弃' });
    expect(await stop(field.people.clerk)).toMatchObject({ status: 403 });
    const foreign = field.given.as({ posts: [{ post: 'department-clerk', department: '教体局', divisions: [COUNTY] }] });
    expect(await stop(foreign)).toMatchObject({ status: 403 });
    expect(await stop()).toMatchObject({ status: 200, body: { outcome: 'stopped', reasons: [{ code: 'stopped-by-hand' }] } });
    expect(await stop()).toMatchObject({ status: 409 });
  });

  it('is shown to its own township, department and finance, and to nobody else', async () => {
    const { id, rolls } = await field.batch();
    await field.draft(rolls[LUFENG] ?? '', three(), { failing: { 0: 'no-card' } });
    expect(await field.people.otherClerk.get(`/batches/${id}/lines`)).toMatchObject({ status: 403 });
    expect(await field.people.otherClerk.get(`/rolls/${rolls[LUFENG] ?? ''}`)).toMatchObject({ status: 403 });
    expect(await field.given.anonymous.get(`/batches/${id}`)).toMatchObject({ status: 401 });
    const rejected = await field.people.finance.get(`/batches/${id}/lines?outcome=rejected`);
    expect(rejected.body).toMatchObject({ items: [{ outcome: 'rejected', payee: null, reasons: [{ code: 'no-card', zh: '户主没有社保卡' }] }] });
    const { body } = await field.people.clerk.get('/batches?limit=500');
    expect((body.items as { id: string }[]).map((batch) => batch.id)).toContain(id);
    expect(((await field.people.otherClerk.get('/batches?limit=500')).body.items as { id: string }[]).map((batch) => batch.id)).not.toContain(id);
  });
});

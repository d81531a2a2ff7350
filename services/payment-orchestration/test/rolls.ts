import { randomUUID } from 'node:crypto';
import {
  type ChunkRef,
  division,
  type DivisionState,
  type Finding,
  listedChunk,
  type ListedChunk,
  type MatchedChunk,
  matchedChunk,
  notice,
  type NoticeState,
  policyVersion,
  project,
  type Project,
  rolledChunk,
  type RolledChunk,
  type RollBlock,
  verdict,
} from '@one-card/contracts';
import { sql } from '@one-card/database';
import { checkDigitOf } from '@one-card/domain';
import type { ServiceUnderTest, TestClient } from '@one-card/testing';
import { aPolicy, aProject } from './reference';

export const COUNTY = '410423';
export const [LUFENG, XIATANG] = ['410423001', '410423101'];
const DEPARTMENT = '农业农村局';

const place = (id: string, name: string, kind: DivisionState['kind'], ancestors: string[]): DivisionState => ({
  ...{ id, version: 1, countyCode: COUNTY, name, kind, parents: ancestors.slice(-1), ancestors: [...ancestors, id] },
});
const PLACES = [
  place(COUNTY, '鲁山县', 'county', []),
  place(LUFENG, '露峰街道', 'township', [COUNTY]),
  place(XIATANG, '下汤镇', 'township', [COUNTY]),
  place('410423001001', '张店村', 'village', [COUNTY, LUFENG]),
  place('410423101001', '松垛沟村', 'village', [COUNTY, XIATANG]),
];

export interface Row {
  village?: string;
  name?: string;
  identity?: string;
  quantity?: string;
  rate?: string;
  amount?: string;
}

let serial = 0;
export function anIdentity(): string {
  serial += 1;
  const digits = `410423${1950 + Math.floor(serial / 1000)}0101${String(serial % 1000).padStart(3, '0')}`;
  return digits + checkDigitOf(digits);
}

/** Two mu at 150 yuan each, unless said otherwise. */
export function table(rows: readonly Row[], totalYuan?: string): string[][] {
  const lines = rows.map((row, i) => {
    const of = { village: '张店村', name: '张三', identity: anIdentity(), quantity: '2', rate: '150', amount: '300', ...row };
    return [String(i + 1), of.village, of.name, of.identity, `D${i}`, of.quantity, of.rate, of.amount];
  });
  const sum = lines.reduce((total, line) => total + Number(line[7]), 0);
  const head = ['序号', '村', '姓名', '身份证号', '地块/机具编号', '数量', '标准', '金额'];
  return [head, ...lines, ['合计', '', '', '', '', String(lines.length), '', totalYuan ?? String(sum)]];
}

export const csvOf = (cells: readonly string[][]): Buffer => Buffer.from(cells.map((line) => line.join(',')).join('\n'));
export const csv = (rows: readonly Row[], totalYuan?: string): Buffer => csvOf(table(rows, totalYuan));

export interface OpenedBatch {
  id: string;
  rolls: Record<string, string>;
}

/** The other services and the people of a payment run, as far as rolls meet them. */
export class Field {
  readonly people: Record<'clerk' | 'otherClerk' | 'reviewer' | 'departmentClerk' | 'approver' | 'finance' | 'supervisor', TestClient>;
  private readonly project: Project;

  constructor(readonly given: ServiceUnderTest) {
    const at = (post: string, divisions: string[], department: string | null = null) =>
      given.as({ id: `${post} ${divisions.join()}`, posts: [{ post, divisions, department }] });
    this.people = {
      clerk: at('township-clerk', [LUFENG]),
      otherClerk: at('township-clerk', [XIATANG]),
      reviewer: at('township-reviewer', [LUFENG, XIATANG]),
      departmentClerk: at('department-clerk', [COUNTY], DEPARTMENT),
      approver: at('department-approver', [COUNTY], DEPARTMENT),
      finance: at('finance-reviewer', [COUNTY], '财政局'),
      supervisor: at('supervisor', [COUNTY], '审计局'),
    };
    this.project = aProject(this.policy, { divisions: [LUFENG, XIATANG], department: DEPARTMENT });
  }

  private readonly policy = aPolicy({
    ...{ code: 'rotation', name: '耕地轮作休耕补助', department: DEPARTMENT, quantityUnit: 'mu', payee: 'head' },
    ...{ standard: { kind: 'flat', rateFen: '15000', per: 'mu' }, limits: { roll: 5, 'township-reviewer': 3, application: 2 } },
  });

  async settle(): Promise<void> {
    for (const one of PLACES) await this.given.publish(division, one);
    await this.given.publish(policyVersion, this.policy);
    await this.given.publish(project, this.project);
    await this.given.eventually(async () => expect(await this.given.database.query(sql`SELECT FROM replica`)).toHaveLength(PLACES.length + 2));
  }

  /** Opened and issued, with a roll of each of these townships. */
  async batch(divisions: readonly string[] = [LUFENG]): Promise<OpenedBatch> {
    const own = { ...this.project, id: randomUUID(), divisions: [...divisions] };
    await this.given.publish(project, own);
    await this.given.eventually(async () => expect(await this.given.database.query(sql`SELECT FROM replica WHERE key = ${own.id}`)).toHaveLength(1));
    const opened = await this.people.departmentClerk.post('/batches', { projectId: own.id, periodFrom: '2026-01-01', periodTo: '2026-12-31' });
    expect(opened).toMatchObject({ status: 201, body: { state: 'draft', waitsFor: 'department-clerk', seq: 1 } });
    const { id } = opened.body as { id: string };
    const issued = await this.people.departmentClerk.post(`/batches/${id}/issue`);
    expect(issued).toMatchObject({ status: 200, body: { state: 'issued' } });
    const { rolls } = issued.body as { rolls: { rollId: string; divisionCode: string }[] };
    return { id, rolls: Object.fromEntries(rolls.map(({ rollId, divisionCode }) => [divisionCode, rollId])) };
  }

  upload(rollId: string, bytes: Buffer, of: { by?: TestClient; key?: string; name?: string } = {}) {
    const path = `/rolls/${rollId}/file?fileName=${encodeURIComponent(of.name ?? '花名册.csv')}`;
    return (of.by ?? this.people.clerk).post(path, bytes, of.key === undefined ? {} : { idempotencyKey: of.key });
  }

  roll = async (rollId: string) => (await this.people.supervisor.get(`/rolls/${rollId}`)).body;

  async rolled(rollId: string, revision = 1): Promise<RolledChunk> {
    return this.given.published(rolledChunk, ({ chunk }) => chunk.rollId === rollId && chunk.revision === revision, `of roll ${rollId}`);
  }

  /** What the registry can read of a chunk. */
  async peopleOf({ chunk, people }: RolledChunk): Promise<RollBlock> {
    const block = await this.given.envelopesOf('recipient-registry').open(chunk.chunkId, Buffer.from(people, 'base64'));
    return JSON.parse(block.toString()) as RollBlock;
  }

  /** The registry matches the roll's only chunk; lines by their place in it fail for the reason given. */
  async matches(rollId: string, { revision = 1, failing = {} }: { revision?: number; failing?: Record<number, string> } = {}): Promise<ChunkRef> {
    const { chunk, lines } = await this.rolled(rollId, revision);
    await this.given.publish(matchedChunk, matchOf(chunk, lines, failing));
    return chunk;
  }

  /** Eligibility screens the roll: the rules of one line, then those across lines. */
  async screens(chunk: ChunkRef, hits: readonly Finding[] = [], cross: readonly Finding[] = []): Promise<void> {
    const { countyCode, batchId, rollId, revision, divisionCode } = chunk;
    const of = { countyCode, batchId, rollId, revision, divisionCode };
    await this.given.publish(verdict, { ...of, scope: 'chunk', chunk, screened: chunk.lines, hits: [...hits] });
    await this.given.publish(verdict, { ...of, scope: 'roll', chunk: null, screened: chunk.lines, hits: [...cross] });
  }

  /** From the file to a draft that can be sent. */
  async draft(
    rollId: string,
    bytes: Buffer,
    of: { by?: TestClient; revision?: number; failing?: Record<number, string>; hits?: (chunk: ChunkRef) => Finding[] } = {},
  ) {
    expect(await this.upload(rollId, bytes, { by: of.by })).toMatchObject({ status: 201 });
    const chunk = await this.matches(rollId, of);
    await this.screens(chunk, of.hits?.(chunk));
    await this.is(rollId, 'draft', of.revision);
    return chunk;
  }

  async is(rollId: string, state: string, revision?: number): Promise<{ revision: number; digest: string; noticeId: string }> {
    return this.given.eventually(async () => {
      const roll = await this.roll(rollId);
      expect(roll).toMatchObject(revision === undefined ? { state } : { state, revision });
      return roll as { revision: number; digest: string; noticeId: string };
    });
  }

  async sends(rollId: string, by = this.people.clerk) {
    const { revision, digest } = await this.roll(rollId);
    return by.post(`/rolls/${rollId}/send`, { revision, digest });
  }

  async reviews(rollId: string, decision: 'approve' | 'sendBack', by = this.people.reviewer, opinion = '面积与确权不符') {
    const { revision, digest } = await this.roll(rollId);
    return by.post(`/rolls/${rollId}/reviews`, { decision, opinion, revision, digest });
  }

  async reviewsBatch(batchId: string, decision: 'approve' | 'sendBack', by: TestClient, rollIds: string[] = []) {
    const { digest } = (await by.get(`/batches/${batchId}`)).body;
    return by.post(`/batches/${batchId}/reviews`, { decision, opinion: '请补充佐证材料', digest, rollIds });
  }

  listed(rollId: string, noticeId: string): Promise<ListedChunk> {
    return this.given.published(listedChunk, (listed) => listed.chunk.rollId === rollId && listed.noticeId === noticeId, `of roll ${rollId}`);
  }

  /** Disclosure tells of the notice of a roll that came to its notice step. */
  async notice(rollId: string, state: NoticeState['state'], objections: NoticeState['objections'] = [], version = 1): Promise<void> {
    const { noticeId } = await this.is(rollId, 'in-notice');
    const { chunk, rollDigest, step, place: at, level, basis, lines } = await this.listed(rollId, noticeId);
    const { batchId, revision, policyCode, divisionCode } = chunk;
    await this.given.publish(notice, {
      ...{
        id: noticeId,
        version,
        countyCode: COUNTY,
        batchId,
        rollId,
        revision,
        rollDigest,
        policyCode,
        divisionCode,
        step,
        place: at,
        level,
        basis,
      },
      ...{
        state,
        listed: { count: lines.line.length, amountFen: '0' },
        openedAt: null,
        closesAt: null,
        evidenceSha256: null,
        postedBy: null,
        objections,
      },
    });
  }

  /** From the file through review and notice. */
  async ready(rollId: string, bytes: Buffer, of: { by?: TestClient } = {}): Promise<ChunkRef> {
    const chunk = await this.draft(rollId, bytes, of);
    expect(await this.sends(rollId, of.by)).toMatchObject({ status: 200, body: { state: 'in-review' } });
    expect(await this.reviews(rollId, 'approve')).toMatchObject({ status: 200, body: { state: 'in-notice' } });
    await this.notice(rollId, 'closed');
    await this.is(rollId, 'ready');
    return chunk;
  }

  async outcomesOf(batchId: string): Promise<Record<string, string>> {
    const { body } = await this.people.supervisor.get(`/batches/${batchId}/lines?limit=500`);
    return Object.fromEntries((body as { items: { line: number; outcome: string }[] }).items.map(({ line, outcome }) => [line, outcome]));
  }
}

export const hitOn = (chunk: ChunkRef, place: number, rule: Finding['rule'] = 'deceased'): Finding => ({
  ...{ hitId: randomUUID(), line: chunk.firstLine + place, batchId: chunk.batchId, rollId: chunk.rollId, rule, otherLine: null },
});

export function matchOf(chunk: ChunkRef, lines: RolledChunk['lines'], failing: Record<number, string>): MatchedChunk {
  const tokens = lines.rowNo.map((_, i) => chunk.firstLine + i);
  const unlessFailing = <T>(value: T, i: number): T | null => (failing[i] === undefined ? value : null);
  return {
    chunk,
    lines: {
      ...lines,
      beneficiary: tokens,
      household: tokens,
      head: tokens,
      payee: tokens.map(unlessFailing),
      payeeBasis: tokens.map((_, i) => unlessFailing('head' as const, i)),
      bankCode: tokens.map((_, i) => unlessFailing('rcb', i)),
      account: tokens.map(unlessFailing),
      birthYear: tokens.map(() => 1975),
    },
    failures: Object.entries(failing).map(([i, code]) => ({
      line: chunk.firstLine + Number(i),
      reasons: [{ code, zh: '户主没有社保卡', en: code }],
    })),
    payees: Buffer.from('for the bank').toString('base64'),
    listed: Buffer.from('for the board').toString('base64'),
  };
}

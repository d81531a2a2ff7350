import { randomUUID } from 'node:crypto';
import {
  batch,
  type BatchState,
  type ChunkRef,
  importBlock,
  importChunk,
  lineFacts,
  matchedChunk,
  type MatchedChunk,
  type Outcome,
  policyVersion,
  type PolicyVersion,
  tokenChunk,
  verdict,
  type Verdict,
} from '@one-card/contracts';
import { sql } from '@one-card/database';
import { checkDigitOf } from '@one-card/domain';
import { type ActsAs, serviceUnderTest, type ServiceUnderTest, type TestClient } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import type { Dataset } from '../src/rules/rule';

// Stories wait on conditions with limits of their own, on a machine that may be busy.
jest.setTimeout(60_000);

export const COUNTY = '410423';
export const LIANGTING = '410423103';
export const XIATANG = '410423101';
export const CIVIL_AFFAIRS = '民政局';

export interface Line {
  beneficiary: number;
  payee?: number | null;
  household?: number;
  subject?: string;
  quantityMilli?: number;
}

export interface Batch {
  id: string;
  version: number;
  policy: PolicyVersion;
  kind: BatchState['kind'];
  from: string;
  to: string;
  rolls: BatchState['rolls'];
}

export interface Roll {
  id: string;
  batch: Batch;
  division: string;
  revision: number;
  chunks: MatchedChunk[];
  /** numbers of its lines, in the roll's order */
  lines: number[];
}

/** A row of another department's file, for the person whom the registry knows by this token. */
export interface Fact {
  person: number;
  household?: number;
  cells: readonly string[];
}

const identityOf = (person: number): string => {
  const first = `41042319700101${String(person % 1000).padStart(3, '0')}`;
  return first + checkDigitOf(first);
};

const HEADS: Record<Dataset, string> = {
  deceased: 'name,identity,died_on',
  payroll: 'name,identity,employer,from,to',
  'land-title': 'name,identity,parcel,area_mu',
  'other-subsidy': 'name,identity,item,from,to',
};

/** The county around the service under test: catalog, payment and registry, as far as it hears from them. */
export class County {
  private nextLine = 1;
  readonly clerk: TestClient;

  private constructor(readonly given: ServiceUnderTest) {
    this.clerk = this.as({ posts: [{ post: 'department-clerk', department: CIVIL_AFFAIRS, divisions: [COUNTY] }], id: 'clerk-li', name: '李经办' });
  }

  static async begin(): Promise<County> {
    return new County(await serviceUnderTest({ name: 'eligibility-check', module: AppModule, config }));
  }

  as(who: ActsAs): TestClient {
    return this.given.as(who);
  }

  async policy(code: string, rules: PolicyVersion['rules'], exclusiveWith: string[] = []): Promise<PolicyVersion> {
    const policy = policyOf(code, rules, exclusiveWith);
    await this.given.publish(policyVersion, policy);
    // The rules across lines ask for every policy that names this one, so a story begins when its policies are known.
    await this.given.eventually(() => this.count(sql`SELECT count(*)::integer AS n FROM replica WHERE key = ${policy.id}`, 1));
    return policy;
  }

  async batch(policy: PolicyVersion, from: string, to: string, kind: BatchState['kind'] = 'regular'): Promise<Batch> {
    const opened: Batch = { id: randomUUID(), version: 0, policy, kind, from, to, rolls: [] };
    await this.step(opened, { act: 'open', rollId: null, by: null, note: null });
    return opened;
  }

  /** A township clerk uploads a roll; nothing of it is matched yet. */
  async uploads(of: Batch, lines: Line[], options: { division?: string; earlier?: Roll; chunkSize?: number; by?: string } = {}): Promise<Roll> {
    const { division = LIANGTING, earlier, chunkSize = 2000, by = 'clerk-wang' } = options;
    const revision = (earlier?.revision ?? 0) + 1;
    const roll: Roll = { id: earlier?.id ?? randomUUID(), batch: of, division, revision, chunks: [], lines: [] };
    for (let at = 0; at < lines.length; at += chunkSize) roll.chunks.push(this.chunkOf(roll, lines.slice(at, at + chunkSize)));
    for (const { chunk } of roll.chunks)
      Object.assign(chunk, { chunks: roll.chunks.length, chunkNo: roll.chunks.findIndex((c) => c.chunk === chunk) + 1 });
    const entered = { count: lines.length, amountFen: '0' };
    of.rolls = [
      ...of.rolls.filter(({ rollId }) => rollId !== roll.id),
      { rollId: roll.id, divisionCode: division, revision, digest: null, state: 'matching', step: 0, entered },
    ];
    await this.step(of, { act: 'upload', rollId: roll.id, by: { actor: by, name: '王经办', post: 'township-clerk' }, note: null });
    return roll;
  }

  /** The registry matches the roll, and its screening ends. */
  async screens(roll: Roll): Promise<Verdict> {
    for (const chunk of roll.chunks) await this.given.publish(matchedChunk, chunk);
    return this.verdictOf(roll);
  }

  verdictOf(roll: Roll): Promise<Verdict> {
    return this.given.published(verdict, (v) => v.rollId === roll.id && v.revision === roll.revision && v.scope === 'roll', 'the verdict of a roll');
  }

  async screened(of: Batch, lines: Line[], options: Parameters<County['uploads']>[2] = {}): Promise<Roll> {
    const roll = await this.uploads(of, lines, options);
    await this.screens(roll);
    return roll;
  }

  async becomes(roll: Roll, lines: number[], to: Outcome | null, from: Outcome | null = 'underWay'): Promise<void> {
    const { batch: of, division } = roll;
    const each = <T>(value: T): T[] => lines.map(() => value);
    await this.given.publish(lineFacts, {
      ...{ countyCode: COUNTY, projectId: randomUUID(), policyCode: of.policy.code, batchId: of.id, rollId: roll.id, revision: roll.revision },
      ...{ divisionCode: division, chunkId: null, orderId: null, periodFrom: of.from, periodTo: of.to, at: '2026-05-01T00:00:00.000Z' },
      lines: {
        ...{ line: lines, villageCode: each(`${division}201`), from: each(from), to: each(to) },
        ...{ reason: each(null), amountFen: each('100'), bankCode: each(null) },
      },
    });
    const table = to === 'paid' ? sql`paid_line` : sql`claim`;
    const count = sql`SELECT count(*)::integer AS n FROM ${table} WHERE line = ANY (${lines}::bigint[])`;
    await this.given.eventually(() => this.count(count, to === 'paid' ? lines.length : 0));
  }

  /** A department sends its file; the registry answers with tokens. */
  async learns(dataset: Dataset, facts: Fact[], asOf = '2026-04-01'): Promise<string> {
    const rows = facts.map(({ person, cells }) => ['某人', identityOf(person), ...cells].join(','));
    const { status, body } = await this.sendsFile(dataset, [HEADS[dataset], ...rows].join('\n'), { asOf });
    expect(status).toBe(202);
    const chunk = await this.given.published(importChunk, (c) => c.importId === body.id, 'the chunk for the registry');
    const block = await this.given.envelopesOf('recipient-registry').open(chunk.blockId, Buffer.from(chunk.people, 'base64'));
    const people = importBlock.parse(JSON.parse(block.toString()));
    expect(people.identity).toEqual(facts.map(({ person }) => identityOf(person)));
    const person = facts.map((fact) => fact.person);
    const household = facts.map((fact) => fact.household ?? null);
    const tokens = { rowNo: chunk.rows.rowNo, person, household, nameAgrees: facts.map(() => true) };
    await this.given.publish(tokenChunk, { countyCode: COUNTY, importId: body.id, chunkNo: 1, rows: tokens });
    await this.given.eventually(async () => expect((await this.clerk.get(`/imports/${body.id}`)).body.state).toBe('ready'));
    return body.id;
  }

  sendsFile(dataset: string, text: string | Buffer, options: { asOf?: string; by?: TestClient; key?: string } = {}) {
    const query = new URLSearchParams({ source: '民政局殡葬登记', asOf: options.asOf ?? '2026-04-01', legalBasis: '豫民文〔2025〕1号 数据共享' });
    const call = { headers: { 'content-type': 'text/csv' }, idempotencyKey: options.key };
    return (options.by ?? this.clerk).post(`/datasets/${dataset}/imports?${query.toString()}`, Buffer.from(text), call);
  }

  /** Hits as `rule line` or `rule line-other`, in order. */
  async hitsOf(...batches: Batch[]): Promise<string[]> {
    const rows = await this.given.database.query<{ hit: string }>(sql`
      SELECT rule || ' ' || line || coalesce('-' || other_line, '') AS hit
      FROM hit
      WHERE batch_id = ANY (${batches.map(({ id }) => id)}::uuid[]) AND withdrawn_at IS NULL
      ORDER BY rule, line, other_line`);
    return rows.map(({ hit }) => hit);
  }

  async count(statement: Parameters<ServiceUnderTest['database']['query']>[0], expected: number): Promise<void> {
    const row = await this.given.database.maybe<{ n: number }>(statement);
    expect(row?.n).toBe(expected);
  }

  /** Until the service has taken the event in, whatever it made of it. */
  handled(eventId: string): Promise<void> {
    return this.given.eventually(() => this.count(sql`SELECT count(*)::integer AS n FROM inbox WHERE event_id = ${eventId}`, 1));
  }

  private async step(of: Batch, did: BatchState['did']): Promise<void> {
    of.version++;
    const { policy } = of;
    await this.given.publish(batch, {
      ...{ id: of.id, version: of.version, countyCode: COUNTY, projectId: randomUUID(), policyCode: policy.code, policyVersionId: policy.id },
      ...{
        department: policy.department,
        seq: 1,
        kind: of.kind,
        periodFrom: of.from,
        periodTo: of.to,
        state: 'issued',
        step: 0,
        rolls: of.rolls,
        did,
      },
      ...{ at: '2026-04-01T00:00:00.000Z', dueAt: null },
    });
  }

  private chunkOf(roll: Roll, lines: Line[]): MatchedChunk {
    const firstLine = this.nextLine;
    this.nextLine += lines.length;
    roll.lines.push(...lines.map((_, i) => firstLine + i));
    const { batch: of, division } = roll;
    const chunk: ChunkRef = {
      ...{ countyCode: COUNTY, projectId: randomUUID(), policyCode: of.policy.code, policyVersionId: of.policy.id, batchId: of.id },
      ...{ rollId: roll.id, revision: roll.revision, divisionCode: division, chunkId: randomUUID(), chunkNo: 1, chunks: 1, firstLine },
      ...{ lines: lines.length, amountFen: '0', periodFrom: of.from, periodTo: of.to },
    };
    const each = <T>(value: T): T[] => lines.map(() => value);
    const payee = lines.map((line) => (line.payee === undefined ? line.beneficiary : line.payee));
    const household = lines.map((line) => line.household ?? null);
    return {
      chunk,
      lines: {
        ...{ rowNo: lines.map((_, i) => i + 1), villageCode: each(`${division}201`), subjectRef: lines.map((line) => line.subject ?? '') },
        ...{ itemCode: each(''), quantityMilli: lines.map((line) => line.quantityMilli ?? 1000), rateFen: each('100'), amountFen: each('100') },
        ...{ beneficiary: lines.map((line) => line.beneficiary), household, head: each(null), payee, payeeBasis: each('own' as const) },
        ...{ bankCode: each('rcb'), account: payee, birthYear: each(1970) },
      },
      failures: [],
      payees: '',
      listed: null,
    };
  }
}

function policyOf(code: string, rules: PolicyVersion['rules'], exclusiveWith: string[]): PolicyVersion {
  return {
    ...{ id: randomUUID(), version: 1, countyCode: COUNTY, code, versionNo: 1, nationalCode: null, name: `政策 ${code}`, memo: code.slice(0, 7) },
    ...{ level: '县', department: CIVIL_AFFAIRS, documents: [], beneficiaries: '', unitOf: 'person', payee: 'own', quantityUnit: 'month' },
    ...{ standard: { kind: 'flat', rateFen: '100', per: 'month' }, components: [], cycle: 'month', noticeBasis: 'standing', noticeDays: 7 },
    ...{ publicity: { village_board: 'full', web_notice: 'masked', web_result: 'masked' }, limits: {}, validFrom: '2026-01-01', validTo: null },
    ...{ rules, exclusiveWith },
  };
}

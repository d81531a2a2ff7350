import { type EventOf, type LineFacts, listedChunk, type PaidPeople, type PolicyVersion, type Project } from '@one-card/contracts';
import type { ServiceUnderTest } from '@one-card/testing';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

export const county = '410423';
export const township = '410423101';
export const [village, otherVillage] = ['410423101001', '410423101002'];
export const department = '民政局';

export const divisions = [
  { id: county, name: '鲁山县', kind: 'county', parents: [], ancestors: [county] },
  { id: township, name: '露峰街道', kind: 'township', parents: [county], ancestors: [township, county] },
  { id: village, name: '东村', kind: 'village', parents: [township], ancestors: [village, township, county] },
  { id: otherVillage, name: '西村', kind: 'village', parents: [township], ancestors: [otherVillage, township, county] },
].map((one) => ({ ...one, kind: one.kind as 'county' | 'township' | 'village', version: 1, countyCode: county }));

const masked = { village_board: 'full', web_notice: 'masked', web_result: 'masked' } as const;

export function policy(of: Partial<PolicyVersion> & { code: string }): PolicyVersion {
  return {
    id: randomUUID(),
    version: 1,
    countyCode: county,
    versionNo: 1,
    nationalCode: null,
    name: `政策 ${of.code}`,
    memo: '补贴',
    level: '省',
    department,
    documents: [],
    beneficiaries: '居民',
    unitOf: 'person',
    payee: 'own',
    quantityUnit: 'month',
    standard: { kind: 'flat', rateFen: '8600', per: 'month' },
    components: [],
    cycle: 'month',
    noticeBasis: 'per-batch',
    noticeDays: 7,
    publicity: masked,
    rules: [],
    exclusiveWith: [],
    limits: {},
    validFrom: '2021-01-01',
    validTo: null,
    ...of,
  };
}

export function projectOf({ id, code }: PolicyVersion): Project {
  return {
    id: randomUUID(),
    version: 1,
    countyCode: county,
    policyVersionId: id,
    policyCode: code,
    department,
    name: code,
    year: 2026,
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
    divisions: [township],
    chain: [],
    fundFen: null,
    areaMilli: null,
    rateFen: null,
    state: 'open',
  };
}

export interface Person {
  name: string;
  villageCode: string;
}

let nextLine = 1000;

/** A roll of one township: people in chunks, each with a line of its own. */
export class Roll {
  readonly rollId = randomUUID();
  readonly batchId = randomUUID();
  readonly firstLines: number[];

  constructor(
    private readonly given: ServiceUnderTest,
    readonly policy: PolicyVersion,
    readonly project: Project,
    readonly chunks: readonly (readonly Person[])[],
  ) {
    this.firstLines = chunks.map((people) => (nextLine += people.length) - people.length);
  }

  get lines(): { line: number; person: Person; chunkNo: number }[] {
    return this.chunks.flatMap((people, at) => people.map((person, i) => ({ line: (this.firstLines[at] ?? 0) + i, person, chunkNo: at + 1 })));
  }

  /** As payment sends it when the roll comes to its notice. `leaveOut`: lines that were rejected. */
  async comesToNotice(
    of: { noticeId?: string; basis?: 'per-batch' | 'standing'; revision?: number; leaveOut?: readonly number[] } = {},
  ): Promise<string> {
    const noticeId = of.noticeId ?? uuidv7();
    for (const chunkNo of this.chunks.keys()) await this.given.publish(listedChunk, await this.listed(noticeId, chunkNo + 1, of));
    return noticeId;
  }

  async listed(
    noticeId: string,
    chunkNo: number,
    of: { basis?: 'per-batch' | 'standing'; revision?: number; leaveOut?: readonly number[] } = {},
  ): Promise<EventOf<typeof listedChunk>> {
    const chunkId = randomUUID();
    const people = this.chunks[chunkNo - 1] ?? [];
    const shown = this.lines.filter((line) => line.chunkNo === chunkNo && !of.leaveOut?.includes(line.line));
    const names = people.map(({ name }) => name);
    const block = Buffer.from(JSON.stringify({ name: names, payeeName: names }));
    const sealed = await this.given.envelopesOf('recipient-registry').sealFor('disclosure', chunkId, block);
    return {
      chunk: {
        ...this.scope(of.revision ?? 1),
        policyVersionId: this.policy.id,
        chunkId,
        chunkNo,
        chunks: this.chunks.length,
        firstLine: this.firstLines[chunkNo - 1] ?? 0,
        lines: people.length,
        amountFen: String(people.length * 8600),
      },
      noticeId,
      rollDigest: 'd'.repeat(64),
      step: 1,
      place: 'village_board',
      level: 'village',
      basis: of.basis ?? 'per-batch',
      days: 7,
      lines: {
        line: shown.map(({ line }) => line),
        villageCode: shown.map(({ person }) => person.villageCode),
        quantityMilli: shown.map(() => 1000),
        amountFen: shown.map(() => '8600'),
      },
      people: sealed.toString('base64'),
    };
  }

  /** line.v1: these lines changed from one outcome to another. */
  facts(lines: readonly number[], from: LineFacts['lines']['from'][number], to: LineFacts['lines']['to'][number]): LineFacts {
    const changed = this.lines.filter(({ line }) => lines.includes(line));
    return {
      ...this.scope(1),
      chunkId: null,
      orderId: null,
      at: new Date().toISOString(),
      lines: {
        line: changed.map(({ line }) => line),
        villageCode: changed.map(({ person }) => person.villageCode),
        from: changed.map(() => from),
        to: changed.map(() => to),
        reason: changed.map(() => null),
        amountFen: changed.map(() => '8600'),
        bankCode: changed.map(() => 'rcb'),
      },
    };
  }

  private scope(revision: number) {
    return {
      countyCode: county,
      projectId: this.project.id,
      policyCode: this.policy.code,
      batchId: this.batchId,
      rollId: this.rollId,
      revision,
      divisionCode: township,
      periodFrom: '2026-10-01',
      periodTo: '2026-10-31',
    };
  }
}

/** As payment counts people: so many in each village under a policy (null: all that name people), and of the township in all. */
export function counted(villages: Record<string, number>, policyCode: string | null, at = '2026-11-01T08:00:00.000Z'): PaidPeople {
  const codes = Object.keys(villages);
  return {
    ...{ countyCode: county, divisionCode: township, year: 2026, countedAt: at },
    groups: {
      villageCode: [...codes, null],
      policyCode: [...codes.map(() => policyCode), policyCode],
      people: [...Object.values(villages), Object.values(villages).reduce((sum, one) => sum + one, 0)],
    },
  };
}

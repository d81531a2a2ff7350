import { policyVersion, recipientRegistryApi, type PolicyVersion } from '@one-card/contracts';
import { checkDigitOf } from '@one-card/domain';
import { type Answer, serviceUnderTest, type ServiceUnderTest, type TestClient } from '@one-card/testing';
import { randomUUID } from 'node:crypto';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';

export const COUNTY = '410423';
/** 露峰街道 and one of its communities; 琴台街道 and one of its. */
export const [TOWNSHIP, VILLAGE] = ['410423001', '410423001001'];
export const [OTHER_TOWNSHIP, OTHER_VILLAGE] = ['410423002', '410423002001'];

let serial = 0;

/** A synthetic person as a row of the people file: each has a number of their own. */
export function person(changes: Partial<PersonCells> = {}): PersonCells {
  serial += 1;
  const none = { guardian_identity: '', social_card_no: '', bank_card_no: '', account: '', bank_code: '', bank_line_no: '', card_state: '' };
  return {
    village_code: VILLAGE,
    household: `h${String(serial)}`,
    relation: '户主',
    name: `张${String.fromCharCode(0x4e00 + serial)}`,
    identity: identityOf(serial),
    phone: `1380042${String(serial).padStart(4, '0')}`,
    ...none,
    ...changes,
  };
}

/** The number of the n-th synthetic person of a series (three digits). */
export function identityOf(n: number, series = '011'): string {
  const day = new Date(Date.UTC(1930, 0, 1 + n)).toISOString().slice(0, 10).replaceAll('-', '');
  const seventeen = `410423${day}${series}`;
  return seventeen + checkDigitOf(seventeen);
}

/** A card's cells, each number its own. */
export function card(changes: Partial<PersonCells> = {}): Partial<PersonCells> {
  serial += 1;
  const n = String(serial).padStart(6, '0');
  return {
    social_card_no: `H4100${n}`,
    bank_card_no: `6217004104${n}`,
    account: `170410423${n}`,
    bank_code: 'rcb',
    bank_line_no: '402504012345',
    card_state: 'active',
    ...changes,
  };
}

export type PersonCells = Record<(typeof recipientRegistryApi.PEOPLE_COLUMNS)[number], string>;

export function peopleFile(rows: readonly PersonCells[]): Buffer {
  const { PEOPLE_COLUMNS } = recipientRegistryApi;
  const lines = rows.map((row) => PEOPLE_COLUMNS.map((column) => row[column]).join(','));
  return Buffer.from([PEOPLE_COLUMNS.join(','), ...lines, ''].join('\n'));
}

export const upload = (client: TestClient, rows: readonly PersonCells[], idempotencyKey: string = randomUUID()): Promise<Answer> =>
  client.post('/people/imports', peopleFile(rows), { headers: { 'content-type': 'text/csv' }, idempotencyKey });

export const registry = (): Promise<ServiceUnderTest> => serviceUnderTest({ name: 'recipient-registry', module: AppModule, config });

export const clerk = (given: ServiceUnderTest, township: string = TOWNSHIP): TestClient =>
  given.as({ id: `clerk-${township}`, name: '经办人', posts: [{ post: 'township-clerk', divisions: [township] }] });

type Publicity = PolicyVersion['publicity'];
const MASKED: Publicity = { village_board: 'full', web_notice: 'masked', web_result: 'masked' };

/** A policy that pays this kind of payee, as the catalog publishes it. */
export async function policyPaying(
  given: ServiceUnderTest,
  payee: PolicyVersion['payee'],
  publicity: Publicity = MASKED,
  id: string = randomUUID(),
): Promise<PolicyVersion> {
  const policy: PolicyVersion = {
    id,
    version: 1,
    countyCode: COUNTY,
    code: `paid-to-${payee}`,
    versionNo: 1,
    nationalCode: null,
    name: '测试补贴',
    memo: '测试补贴',
    level: '县',
    department: '民政局',
    documents: [],
    beneficiaries: '测试',
    unitOf: payee === 'head' ? 'household' : 'person',
    payee,
    quantityUnit: 'month',
    standard: { kind: 'flat', rateFen: '8600', per: 'month' },
    components: [],
    cycle: 'month',
    noticeBasis: 'per-batch',
    noticeDays: 7,
    publicity,
    rules: [],
    exclusiveWith: [],
    limits: {},
    validFrom: '2026-01-01',
    validTo: null,
  };
  await given.publish(policyVersion, policy);
  return policy;
}

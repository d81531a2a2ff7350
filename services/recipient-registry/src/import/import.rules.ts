import { type Reason, recipientRegistryApi } from '@one-card/contracts';
import { halfWidth, type IsoDate, parseIdentity } from '@one-card/domain';
import { type Card, type CardField, faultsOfCard, normalCard, stateOf } from '../card/card.rules';
import { birthYearOf, isName } from '../person/person.rules';

const { PEOPLE_COLUMNS } = recipientRegistryApi;
export type PeopleColumn = (typeof PEOPLE_COLUMNS)[number];

/** What is wrong in a row, where, and what to mend. The words never repeat personal data. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly reason: Reason;
}

/** A row of the people file that can be entered as it stands. */
export interface PersonRow {
  /** row of the file; the header is row 1 */
  readonly row: number;
  readonly villageCode: string;
  readonly household: string;
  readonly relation: string;
  readonly name: string;
  readonly identity: string;
  readonly birthYear: number | null;
  readonly phone: string;
  readonly guardianIdentity: string | null;
  readonly card: Card | null;
}

export const HEAD = '户主';
export const isHead = ({ relation }: Pick<PersonRow, 'relation'>): boolean => relation === HEAD;
/** Numbers of households are the village's own: the same number in another village is another household. */
export const householdKeyOf = ({ villageCode, household }: Pick<PersonRow, 'villageCode' | 'household'>): string => `${villageCode}|${household}`;

export type Fields = Readonly<Record<PeopleColumn, string>>;

/** Null for a row without anything in it. */
export function fieldsOf(record: readonly string[]): Fields | null {
  if (record.every((field) => field.trim() === '')) return null;
  return Object.fromEntries(PEOPLE_COLUMNS.map((column, at) => [column, (record[at] ?? '').trim()])) as Fields;
}

/** What can be said of a row by itself: every fault of it at once. */
export function checkRow(
  row: number,
  record: readonly string[],
  today: IsoDate,
): { ok: true; person: PersonRow } | { ok: false; faults: RowFault[] } {
  const fields = fieldsOf(record);
  if (fields === null || record.length !== PEOPLE_COLUMNS.length) {
    const zh = `本行应有 ${String(PEOPLE_COLUMNS.length)} 列,现为 ${String(record.length)} 列`;
    const en = `a row has ${String(PEOPLE_COLUMNS.length)} columns, not ${String(record.length)}`;
    return { ok: false, faults: [{ row, column: '', reason: { code: 'column-count', zh, en } }] };
  }
  const faults: RowFault[] = [];
  const fault: AddFault = (column, code, zh, en) => faults.push({ row, column, reason: { code, zh, en } });
  checkPlace(fields, fault);
  const { identity, guardianIdentity } = checkPeople(fields, today, fault);
  const card = checkCard(fields, fault);
  if (faults.length > 0) return { ok: false, faults };
  const { village_code: villageCode, household, relation, phone } = fields;
  const name = fields.name.normalize('NFKC');
  const birthYear = birthYearOf(identity);
  return { ok: true, person: { row, villageCode, household, relation, name, identity, birthYear, phone, guardianIdentity, card } };
}

type AddFault = (column: PeopleColumn, code: string, zh: string, en: string) => void;

function checkPlace({ village_code: village, household, relation }: Fields, fault: AddFault): void {
  if (!/^\d{12}$/.test(village)) fault('village_code', 'village-form', '村(社区)代码应为 12 位数字', "a village's code has 12 digits");
  if (household.length > 40) fault('household', 'household-form', '户编号不超过 40 个字符', "a household's number has at most 40 characters");
  if (relation.length > 20) fault('relation', 'relation-form', '与户主关系不超过 20 个字符', 'a relation has at most 20 characters');
  if (relation === HEAD && household === '')
    fault('household', 'household-missing', '户主必须填写户编号', 'a head needs the number of the household');
}

function checkPeople(fields: Fields, today: IsoDate, fault: AddFault): { identity: string; guardianIdentity: string | null } {
  if (fields.name === '') fault('name', 'name-empty', '姓名未填写', 'the name is empty');
  else if (!isName(fields.name))
    fault('name', 'name-characters', '姓名只能是文字和间隔号,不超过 50 字', 'a name is letters and middle dots, at most 50');
  const own = parseIdentity(fields.identity, today);
  if (!own.ok) fault('identity', own.code, own.zh, own.en);
  if (fields.phone !== '' && !/^\+?[\d -]{7,20}$/.test(halfWidth(fields.phone)))
    fault('phone', 'phone-form', '联系电话应为 7 至 20 位数字', 'a telephone number has 7 to 20 digits');
  if (fields.guardian_identity === '') return { identity: own.ok ? own.value.number : '', guardianIdentity: null };
  const guardian = parseIdentity(fields.guardian_identity, today);
  if (!guardian.ok) fault('guardian_identity', guardian.code, guardian.zh, guardian.en);
  else if (own.ok && guardian.value.number === own.value.number)
    fault('guardian_identity', 'guardian-is-self', '监护人不能是本人', 'nobody is their own guardian');
  return { identity: own.ok ? own.value.number : '', guardianIdentity: guardian.ok ? guardian.value.number : null };
}

const CARD_COLUMNS: Readonly<Record<CardField, PeopleColumn>> = {
  socialCardNo: 'social_card_no',
  bankCardNo: 'bank_card_no',
  account: 'account',
  bankCode: 'bank_code',
  bankLineNo: 'bank_line_no',
  state: 'card_state',
};

/** A card row may be empty; a card that is begun must be whole. */
function checkCard(fields: Fields, fault: AddFault): Card | null {
  const columns = Object.values(CARD_COLUMNS);
  if (columns.every((column) => fields[column] === '')) return null;
  const card = normalCard({
    socialCardNo: fields.social_card_no,
    bankCardNo: fields.bank_card_no,
    account: fields.account,
    bankCode: fields.bank_code,
    bankLineNo: fields.bank_line_no,
    state: fields.card_state === '' ? 'active' : fields.card_state,
  });
  for (const { field, reason } of faultsOfCard(card)) fault(CARD_COLUMNS[field], reason.code, reason.zh, reason.en);
  return { ...card, state: stateOf(card.state) };
}

const reasonOf = (code: string, zh: string, en: string): Reason => ({ code, zh, en });

/** Faults that only the register, the rest of the file or the rights of who sends it can tell. */
export const registerFaults = {
  villageUnknown: reasonOf('village-unknown', '没有这个村(社区),请核对代码', 'there is no such village'),
  villageNotCovered: reasonOf('village-not-covered', '此村(社区)不在您的管辖范围内', 'this village is not within your divisions'),
  registeredElsewhere: reasonOf(
    'registered-elsewhere',
    '此人已登记在其他乡镇,请由原乡镇迁出或由县级办理',
    'this person is registered in another township, which has to let them go',
  ),
  twiceInFile: reasonOf('person-twice', '此人在本文件中重复出现,只登记第一次', 'this person stands in the file twice; only the first was entered'),
  secondHead: reasonOf('second-head', '此户在本文件中已有户主,一户只能有一位户主', 'this household has a head in the file already; it can have one'),
  guardianUnknown: reasonOf('guardian-unknown', '监护人尚未登记,也不在本文件中', 'the guardian is neither registered nor in this file'),
} as const;

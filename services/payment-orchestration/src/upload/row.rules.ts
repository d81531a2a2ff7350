import {
  amountFor,
  checkAmount,
  type Fen,
  formatYuan,
  type IsoDate,
  parseFen,
  parseIdentity,
  parseMilli,
  type Refusal,
  type Standard,
} from '@one-card/domain';
import { type Column, type Fields, HEADS } from './columns';
import { fault, type RowFault } from './file-refused';

/** What the policy, the project and the roll demand of each row. */
export interface RollTerms {
  readonly standard: Standard;
  /** of a project whose rate comes from its fund */
  readonly projectRateFen?: Fen;
  readonly periodFrom: IsoDate;
  readonly today: IsoDate;
  /** the unit as it may stand behind a quantity: 亩 */
  readonly unit?: string;
  readonly divisionCode: string;
  /** villages of the roll's division by name and by code; null: several have this name */
  readonly villages: ReadonlyMap<string, string | null>;
}

/** A row of the file, read as far as it could be. With faults it becomes a rejected line. */
export interface CheckedRow {
  readonly rowNo: number;
  readonly villageCode: string;
  readonly subjectRef: string;
  readonly itemCode: string;
  readonly quantityMilli: number;
  readonly rateFen: Fen;
  readonly amountFen: Fen;
  readonly name: string;
  readonly identity: string;
  readonly payeeName: string | null;
  readonly payeeIdentity: string | null;
  readonly faults: readonly RowFault[];
  /** of a faulty row: what stood in the file, so that whoever sent it can mend it */
  readonly raw: Fields | null;
}

const LONGEST = 60;

/** Every fault of a row at once, so that it need be mended only once. */
export function checkRow(rowNo: number, fields: Fields, amountFen: Fen, terms: RollTerms): CheckedRow {
  const faults: RowFault[] = [];
  const report = (column: Column, { code, zh, en }: Omit<Refusal, 'ok'>) => void faults.push(fault(rowNo, HEADS[column], code, zh, en));
  const villageCode = villageOf(fields.village, terms, report);
  checkName('name', fields.name, report);
  const identity = parseIdentity(fields.identity, terms.today);
  if (!identity.ok) report('identity', identity);
  if (fields.payeeName !== '') checkName('payeeName', fields.payeeName, report);
  const payeeIdentity = fields.payeeIdentity === '' ? null : parseIdentity(fields.payeeIdentity, terms.today);
  if (payeeIdentity?.ok === false) report('payeeIdentity', payeeIdentity);
  const subjectRef = subjectOf(fields.subject, report);
  const itemCode = itemOf(fields.item, terms.standard);
  const birthDate = identity.ok ? identity.value.birthDate : undefined;
  const { quantityMilli, rateFen } = checkMoney(fields, { itemCode, birthDate, amountFen }, terms, report);
  const known = isListed(itemCode, terms.standard);
  return {
    rowNo,
    villageCode,
    subjectRef,
    itemCode: known ? itemCode : '',
    quantityMilli,
    rateFen,
    amountFen,
    faults,
    name: fields.name,
    identity: identity.ok ? identity.value.number : '',
    payeeName: fields.payeeName === '' ? null : fields.payeeName,
    payeeIdentity: payeeIdentity?.ok === true ? payeeIdentity.value.number : null,
    raw: faults.length === 0 ? null : fields,
  };
}

type Report = (column: Column, refusal: Omit<Refusal, 'ok'>) => void;

function villageOf(text: string, { villages, divisionCode }: RollTerms, report: Report): string {
  const code = villages.get(text) ?? villages.get(text.replace(/\s/g, ''));
  if (typeof code === 'string') return code;
  if (text === '') report('village', { code: 'village-empty', zh: '村未填写', en: 'the village is empty' });
  else if (code === null)
    report('village', {
      code: 'village-ambiguous',
      zh: '本区划有同名的村,请填写 12 位代码',
      en: 'several villages have this name: give the code of 12 digits',
    });
  else report('village', { code: 'village-unknown', zh: '不是本花名册区划内的村', en: 'no village of this roll’s division' });
  return divisionCode;
}

function checkName(column: 'name' | 'payeeName', text: string, report: Report): void {
  if (text === '') report(column, { code: 'name-empty', zh: '姓名未填写', en: 'the name is empty' });
  else if (text.length > LONGEST || /\d{2,}/.test(text)) report(column, { code: 'name-invalid', zh: '姓名有误', en: 'this is no name' });
}

/** A parcel, machine or term travels in clear, so it must be nobody's number. */
function subjectOf(text: string, report: Report): string {
  if (text.length <= LONGEST && !/\d{15}/.test(text.replace(/[\s-]/g, ''))) return text;
  report('subject', {
    code: 'subject-invalid',
    zh: '地块/机具编号有误,不得填写身份证号或卡号',
    en: 'not a parcel or machine; identity and card numbers do not belong here',
  });
  return '';
}

/** The item or level by its code, or by its name as people know it. */
function itemOf(text: string, standard: Standard): string {
  const listed = listOf(standard).find(({ name }) => name === text);
  return listed?.code ?? text;
}

const listOf = (standard: Standard): readonly { code: string; name: string }[] => {
  if (standard.kind === 'catalogue') return standard.items;
  return standard.kind === 'levels' ? standard.levels : [];
};
const isListed = (code: string, standard: Standard): boolean => listOf(standard).some((item) => item.code === code);

interface MoneyFacts {
  readonly itemCode: string;
  readonly birthDate: IsoDate | undefined;
  readonly amountFen: Fen;
}

const COLUMN_OF: Readonly<Record<string, Column>> = {
  'quantity-not-positive': 'quantity',
  'quantity-not-whole': 'quantity',
  'age-below-standard': 'identity',
  'item-missing': 'item',
  'item-unknown': 'item',
  'level-missing': 'item',
  'level-unknown': 'item',
  'rate-missing': 'rate',
};

function checkMoney(fields: Fields, facts: MoneyFacts, terms: RollTerms, report: Report): { quantityMilli: number; rateFen: Fen } {
  const quantity = parseMilli(fields.quantity, terms.unit);
  if (!quantity.ok) report('quantity', quantity);
  const stated = statedRate(fields.rate, terms.standard, report);
  if (!quantity.ok) return { quantityMilli: 0, rateFen: stated ?? 0n };
  const { standard, projectRateFen, periodFrom } = terms;
  const rateFen = standard.kind === 'case' ? stated : projectRateFen;
  const line = { quantityMilli: quantity.value, rateFen, itemCode: facts.itemCode, birthDate: facts.birthDate, periodFrom };
  const checked = checkAmount(standard, line, facts.amountFen);
  // The identity number has been reported already.
  if (!checked.ok && checked.code !== 'birth-date-missing') report(COLUMN_OF[checked.code] ?? 'amount', withoutValue(checked));
  const computed = checked.ok ? checked : amountFor(standard, line);
  if (computed.ok && stated !== undefined && stated !== computed.value.rateFen) {
    const [ours, theirs] = [formatYuan(computed.value.rateFen), formatYuan(stated)];
    report('rate', { code: 'rate-differs', zh: `填报标准 ${theirs} 元,应为 ${ours} 元`, en: `stated rate ${theirs} yuan, it is ${ours} yuan` });
  }
  return { quantityMilli: quantity.value, rateFen: computed.ok ? computed.value.rateFen : (stated ?? 0n) };
}

/** A case is decided by its amount: there the rate may be left out. */
function statedRate(text: string, standard: Standard, report: Report): Fen | undefined {
  if (text === '' && standard.kind === 'case') return undefined;
  const rate = parseFen(text);
  if (rate.ok) return rate.value;
  const { code, zh, en } = rate;
  report('rate', { code: code.replace('amount', 'rate'), zh: zh.replace('金额', '标准'), en: en.replace(/\b(an|the) amount\b/, 'the rate') });
  return undefined;
}

/** What somebody typed into the wrong column may be personal: it is not repeated. */
function withoutValue(refusal: Refusal): Omit<Refusal, 'ok'> {
  if (refusal.code === 'item-unknown') return { code: refusal.code, zh: '补贴目录中没有此品目', en: 'the catalogue has no such item' };
  if (refusal.code === 'level-unknown') return { code: refusal.code, zh: '补贴标准中没有此档次', en: 'the standard has no such level' };
  return refusal;
}

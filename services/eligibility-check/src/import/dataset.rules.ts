import { eligibilityCheckApi } from '@one-card/contracts';
import { isIsoDate, parseIdentity, parseMilli, type Parsed } from '@one-card/domain';
import type { Dataset } from '../rules/rule';

/** A field of a fact, read from its cell; or why the row cannot be taken. The words never repeat an identity number. */
type ReadCell = (text: string, today: string) => Parsed<string | number | null>;

const accept = (value: string | number | null): Parsed<string | number | null> => ({ ok: true, value });
const refuse = (code: string, zh: string, en: string): Parsed<never> => ({ ok: false, code, zh, en });

const day: ReadCell = (text) => (isIsoDate(text) ? accept(text) : refuse('date', '日期应如 2026-03-31', 'a date is written 2026-03-31'));
const pastDay: ReadCell = (text, today) => {
  const read = day(text, today);
  return read.ok && text > today ? refuse('date-in-future', '日期不能晚于今天', 'the date is in the future') : read;
};
const dayOrOpen: ReadCell = (text, today) => (text === '' ? accept(null) : day(text, today));
const words: ReadCell = (text) => (text === '' ? refuse('empty', '此列不能为空', 'this column cannot be empty') : accept(text));
const area: ReadCell = (text) => parseMilli(text, '亩');

const CELLS: {
  readonly [D in Dataset]: Readonly<Record<Exclude<(typeof eligibilityCheckApi.DATASET_COLUMNS)[D][number], 'name' | 'identity'>, ReadCell>>;
} = {
  deceased: { died_on: pastDay },
  payroll: { employer: words, from: day, to: dayOrOpen },
  'land-title': { parcel: words, area_mu: area },
  'other-subsidy': { item: words, from: day, to: dayOrOpen },
};

export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly reason: { readonly code: string; readonly zh: string; readonly en: string };
}

/** A row whose person goes sealed to the registry, and whose facts wait here under the names of their columns. */
export interface DataRow {
  readonly rowNo: number;
  readonly name: string | null;
  readonly identity: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
}

export const columnsOf = (dataset: Dataset): readonly string[] => eligibilityCheckApi.DATASET_COLUMNS[dataset];

/** What a file's head lacks or has too much; empty when it is right. */
export function headFaults(dataset: Dataset, head: readonly string[]): string[] {
  const wanted = columnsOf(dataset);
  return [...wanted.filter((column) => !head.includes(column)).map((c) => `-${c}`), ...head.filter((c) => !wanted.includes(c)).map((c) => `+${c}`)];
}

/** Reads one row, in the columns' order of the file's own head. All faults of the row are told at once. */
export function readRow(dataset: Dataset, head: readonly string[], cells: readonly string[], rowNo: number, today: string): DataRow | RowFault[] {
  const cell = (column: string): string => (cells[head.indexOf(column)] ?? '').normalize('NFKC').trim();
  const faults: RowFault[] = [];
  const identity = parseIdentity(cell('identity'), today);
  if (!identity.ok) faults.push(faultOf(rowNo, 'identity', identity));
  const facts: Record<string, string | number | null> = {};
  for (const [column, read] of Object.entries<ReadCell>(CELLS[dataset])) {
    const value = read(cell(column), today);
    if (value.ok) facts[column] = value.value;
    else faults.push(faultOf(rowNo, column, value));
  }
  const [from, to] = [facts['from'], facts['to']];
  if (typeof from === 'string' && typeof to === 'string' && to < from) {
    faults.push(faultOf(rowNo, 'to', { code: 'date-order', zh: '截止日期早于起始日期', en: 'the end is before the beginning' }));
  }
  if (faults.length > 0 || !identity.ok) return faults;
  return { rowNo, name: cell('name') || null, identity: identity.value.number, facts };
}

const faultOf = (row: number, column: string, { code, zh, en }: { code: string; zh: string; en: string }): RowFault => ({
  row,
  column,
  reason: { code, zh, en },
});

import { paymentOrchestrationApi } from '@one-card/contracts';
import { halfWidth } from '@one-card/domain';
import { fault, fileRefused, type RowFault } from './file-refused';
import type { SheetRow } from './rows';

export const HEADS = paymentOrchestrationApi.ROLL_COLUMNS;
export type Column = keyof typeof HEADS;
export type Fields = Readonly<Record<Column, string>>;

const OPTIONAL: ReadonlySet<string> = new Set<Column>(['payeeName', 'payeeIdentity', 'subject', 'item']);
const byHead = new Map(Object.entries(HEADS).map(([column, head]) => [head as string, column as Column]));

export const isBlank = ({ cells }: SheetRow): boolean => cells.every((cell) => cell.trim() === '');

/** Finds each column by its Chinese head, in any order; a head that is missing, unknown or there twice refuses the file. */
export function readHeader({ rowNo, cells }: SheetRow): (row: SheetRow) => Fields {
  const places = new Map<Column, number>();
  const faults: RowFault[] = [];
  for (const [place, cell] of cells.entries()) {
    const head = halfWidth(cell).replace(/\s/g, '');
    if (head === '') continue;
    const column = byHead.get(head);
    if (column === undefined)
      faults.push(fault(rowNo, `第 ${place + 1} 列`, 'head-unknown', '表头不在模板之内', 'this head is not one of the template'));
    else if (places.has(column)) faults.push(fault(rowNo, HEADS[column], 'head-twice', '表头重复', 'this head stands twice'));
    else places.set(column, place);
  }
  for (const column of Object.keys(HEADS) as Column[]) {
    if (!places.has(column) && !OPTIONAL.has(column)) faults.push(fault(rowNo, HEADS[column], 'head-missing', '缺少此列', 'this column is missing'));
  }
  if (faults.length > 0) throw fileRefused(faults);
  return (row) => fieldsOf(row, places);
}

/** Runs for every row of a file: one object with always the same shape. */
function fieldsOf(row: SheetRow, places: ReadonlyMap<Column, number>): Fields {
  const fields: Record<Column, string> = { ...NOTHING };
  for (const [column, place] of places) fields[column] = textOf(row.cells[place]);
  return fields;
}

const NOTHING = Object.fromEntries(Object.keys(HEADS).map((column) => [column, ''])) as Record<Column, string>;

function textOf(cell: string | undefined): string {
  if (cell === undefined) return '';
  const text = cell.trim();
  // Excel marks text with an apostrophe or a tabulator so as not to round an identity number.
  return text.startsWith("'") || text.startsWith('’') ? text.slice(1) : text;
}

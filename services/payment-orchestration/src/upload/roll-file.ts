import { paymentOrchestrationApi } from '@one-card/contracts';
import { type Fen, halfWidth, parseFen } from '@one-card/domain';
import { type Fields, HEADS, isBlank, readHeader } from './columns';
import { fault, fileRefused, refuseFile, type RowFault } from './file-refused';
import { checkRow, type CheckedRow, type RollTerms } from './row.rules';
import type { SheetRow } from './rows';

const MARK = paymentOrchestrationApi.ROLL_TOTAL_MARK;
/** So many unreadable amounts are named before reading on is of no more use. */
const MOST_FAULTS = 100;

/**
 * Reads a roll file row by row. A faulty row comes with its faults; a file whose amounts cannot be read or whose control totals do not agree
 * is refused whole, which is known only at its end: what came before must not be used until then.
 */
export async function* readRollFile(rows: AsyncIterable<SheetRow>, terms: RollTerms, rowLimit: number): AsyncIterable<CheckedRow> {
  let fieldsOf: ((row: SheetRow) => Fields) | undefined;
  let totalled = false;
  const file = new Totals();
  for await (const row of rows) {
    if (isBlank(row)) continue;
    if (fieldsOf === undefined) {
      fieldsOf = readHeader(row);
      continue;
    }
    if (totalled) throw refuseFile('rows-after-total', '合计行之后不应再有内容', 'nothing may follow the row of totals', row.rowNo, HEADS.sequence);
    const fields = fieldsOf(row);
    totalled = isTotal(fields.sequence);
    if (totalled) file.compare(row.rowNo, fields);
    else {
      const amountFen = file.add(row.rowNo, fields);
      if (file.count > rowLimit) throw refuseFile('too-many-rows', `行数超过 ${rowLimit},请分批上传`, `more than ${rowLimit} rows`, row.rowNo);
      if (amountFen !== undefined) yield checkRow(row.rowNo, fields, amountFen, terms);
    }
  }
  if (fieldsOf === undefined) throw refuseFile('file-empty', '文件为空', 'the file is empty');
  if (!totalled) throw refuseFile('total-missing', `缺少合计行(序号列填“${MARK}”)`, 'the row of totals is missing', 1, HEADS.sequence);
  file.end();
}

const isTotal = (sequence: string): boolean => sequence === MARK || halfWidth(sequence).replace(/\s/g, '') === MARK;

/** Control totals: what the rows add up to against what the last row says. */
class Totals {
  count = 0;
  private sum: Fen = 0n;
  private readonly faults: RowFault[] = [];

  /** undefined: its amount cannot be read, so the file is lost, and is read on only to name all such rows. */
  add(rowNo: number, fields: Fields): Fen | undefined {
    this.count += 1;
    const amount = parseFen(fields.amount);
    if (amount.ok) {
      this.sum += amount.value;
      return this.faults.length === 0 ? amount.value : undefined;
    }
    this.faults.push(fault(rowNo, HEADS.amount, amount.code, amount.zh, amount.en));
    if (this.faults.length >= MOST_FAULTS) throw fileRefused(this.faults);
    return undefined;
  }

  compare(rowNo: number, { quantity, amount }: Fields): void {
    if (this.faults.length > 0) return;
    const count = halfWidth(quantity).replaceAll(',', '');
    if (!/^\d+$/.test(count) || Number(count) !== this.count) {
      const zh = `合计笔数与明细不符:明细共 ${this.count} 笔`;
      this.faults.push(fault(rowNo, HEADS.quantity, 'total-count-differs', zh, `the rows are ${this.count}, the total says otherwise`));
    }
    const total = parseFen(amount);
    if (!total.ok) this.faults.push(fault(rowNo, HEADS.amount, total.code, total.zh, total.en));
    else if (total.value !== this.sum) {
      this.faults.push(fault(rowNo, HEADS.amount, 'total-amount-differs', '合计金额与明细之和不符', 'the total differs from the sum of the rows'));
    }
  }

  end(): void {
    if (this.count === 0 && this.faults.length === 0) throw refuseFile('file-empty', '文件中没有明细行', 'the file has no rows', 1, HEADS.sequence);
    if (this.faults.length > 0) throw fileRefused(this.faults);
  }
}

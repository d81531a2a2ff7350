import type { Reason } from '@one-card/contracts';
import { DomainError } from '@one-card/service';

/** Where in a file something must be mended; `column` is the Chinese head. The words never repeat what stands in the cell. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly reason: Reason;
}

export const fault = (row: number, column: string, code: string, zh: string, en: string): RowFault => ({ row, column, reason: { code, zh, en } });

/** The file is refused whole, and nothing of it is kept: its header, an amount or its totals cannot be trusted. */
export function fileRefused(faults: readonly RowFault[]): DomainError {
  const [first] = faults;
  const more = faults.length > 1;
  const place = (zh: boolean) => {
    if (first === undefined) return '';
    return zh ? `第 ${first.row} 行“${first.column}”:${first.reason.zh}` : `row ${first.row}, column ${first.column}: ${first.reason.en}`;
  };
  const detail = {
    zh: `文件未被接受,未保存任何内容。${place(true)}${more ? `(共 ${faults.length} 处)` : ''}`,
    en: `The file is refused and nothing of it was kept: ${place(false)}${more ? ` (${faults.length} places)` : ''}`,
  };
  return new DomainError('file-refused', 422, detail, { faults });
}

export const FILE = '文件';

export const refuseFile = (code: string, zh: string, en: string, row = 1, column = FILE): DomainError =>
  fileRefused([fault(row, column, code, zh, en)]);

/** What a spreadsheet would take for a formula: it is given an apostrophe before it, which makes it a text (CWE-1236). */
const FORMULA = /^[=+\-@\t\r\n|%]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

export const plainCell = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

export const csvLine = (cells: readonly string[]): string =>
  `${cells
    .map(plainCell)
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')}\r\n`;

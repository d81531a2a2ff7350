/** What a spreadsheet would take for a formula gets an apostrophe before it, which makes it a text (CWE-1236). */
const plain = (text: string): string => (/^[=+\-@\t\r|%]/.test(text) && !/^-?[\d,.]+$/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => `"${plain(text).replaceAll('"', '""')}"`;

/** Gives a list that the page shows to its reader as a file. */
export function downloadCsv<Row>(name: string, columns: readonly { title: string; text: (row: Row) => string }[], rows: readonly Row[]): void {
  const table = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  const body = `\ufeff${table.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
  const address = URL.createObjectURL(new Blob([body], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: `${name}.csv` });
  link.click();
  URL.revokeObjectURL(address);
}

import { csvLine, plainCell } from './cells';

describe('a cell of an exported table', () => {
  it.each(['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '|calc', '%x'])('is no formula: %s', (text) => {
    expect(plainCell(text)).toBe(`'${text}`);
  });

  it.each(['张三', '-12.50', '410423', '1,234.50', ''])('stays as it is: %s', (text) => {
    expect(plainCell(text)).toBe(text);
  });

  it('is quoted where it holds what separates cells', () => {
    expect(csvLine(['甲,乙', '说"好"', '丙'])).toBe('"甲,乙","说""好""",丙\r\n');
  });
});

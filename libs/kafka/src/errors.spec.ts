import { causeOf } from './errors';

describe('the cause in a dead letter', () => {
  it('quotes nothing of the data', () => {
    const value = Object.assign(new Error('invalid input syntax for type bigint: "李四"'), { code: '22P02' });
    const text = Object.assign(new Error('Unexpected token 李 in "李四"'), { name: 'SyntaxError' });
    expect(causeOf(value)).toBe('Error [22P02]: invalid input syntax for type bigint: "…"');
    expect(causeOf(text)).toBe('SyntaxError: text that cannot be parsed');
    expect(causeOf('41042319500101123X')).not.toMatch(/\d{4}/);
  });
});

import { sayingOf } from './scrub';

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('what is said of an error', () => {
  it('quotes neither the text nor the value that was wrong', () => {
    const parsing = thrownBy(() => JSON.parse('["张三"不是'));
    const ofDatabase = Object.assign(new Error('invalid input syntax for type bigint: "张三"'), { code: '22P02' });
    const ofNumber = new Error('card 6217001234567890123 is wrong');
    expect([parsing, ofDatabase, ofNumber].map(sayingOf)).toEqual([
      'text that cannot be parsed',
      'invalid input syntax for type bigint: "…"',
      'card 62…(19 digits) is wrong',
    ]);
  });

  it('keeps what names no value', () => {
    const constraint = Object.assign(new Error('duplicate key value violates unique constraint "person_key"'), { code: '23505' });
    expect(sayingOf(constraint)).toBe(constraint.message);
  });
});

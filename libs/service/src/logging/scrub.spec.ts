import { loggedError, scrub } from './scrub';

describe('what is logged', () => {
  it.each(['invalid input for 41042319500101123X', 'phone 13812345678', 'card 6217001234567890123'])('holds no number of a person: %s', (text) => {
    expect(scrub(text)).not.toMatch(/\d{4,}/);
  });

  it.each(['line 123456789 of 2000', '01890a5d-ac96-774b-bcce-b302099a8057', '2026-11-24T10:00:00.000Z'])('keeps other numbers: %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('leaves out of a database error what quotes values', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'person_key',
      detail: 'Key (name)=(张三) exists',
      parameters: ['张三'],
    });
    expect(loggedError(error)).toMatchObject({ message: 'duplicate key', code: '23505', constraint: 'person_key' });
    expect(JSON.stringify(loggedError(error))).not.toContain('张三');
  });

  it('leaves out of an error, its stack and its cause what they quote', () => {
    const inner = Object.assign(new Error('invalid input syntax for type bigint: "张三"'), { code: '22P02' });
    const outer = Object.assign(new Error('Unexpected token 张 in "张三"', { cause: inner }), { name: 'SyntaxError' });
    expect(JSON.stringify(loggedError(outer))).not.toContain('张');
  });
});

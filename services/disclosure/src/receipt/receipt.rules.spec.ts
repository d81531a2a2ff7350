import { makeSecret, receiptNoOf, secretKeyOf } from './receipt.rules';

describe('a receipt', () => {
  it('has a secret that nobody guesses, and that can be read aloud', () => {
    const secrets = Array.from({ length: 200 }, makeSecret);
    expect(new Set(secrets).size).toBe(200);
    for (const secret of secrets) expect(secret).toMatch(/^[2-9A-HJKMNP-TV-Z]{10}$/);
  });

  it('is found however its secret was copied', () => {
    expect(secretKeyOf('yy20260306-00012 ', 'abcd-efgh 23')).toBe(secretKeyOf('YY20260306-00012', 'ABCDEFGH23'));
  });

  it('has a number that tells its kind and day', () => {
    expect(receiptNoOf('ZX', new Date('2026-03-06T23:30:00+08:00'), 12)).toBe('ZX20260306-00012');
  });
});

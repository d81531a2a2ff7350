import fc from 'fast-check';
import { addDays } from './dates';
import { ageOn, checkDigitOf, parseIdentity } from './identity-number';

const day = fc.integer({ min: 0, max: 46_000 }).map((n) => addDays('1900-01-01', n));
const parts = fc.record({ birthDate: day, serial: fc.integer({ min: 0, max: 999 }) });
const numberOf = (birthDate: string, serial: number) => {
  const digits = `410423${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return digits + checkDigitOf(digits);
};

describe('an identity number', () => {
  it('is read as GB 11643 gives it', () => {
    expect(parseIdentity('11010519491231002X')).toEqual({
      ok: true,
      value: { number: '11010519491231002X', birthDate: '1949-12-31', sex: 'female', divisionCode: '110105' },
    });
    expect(parseIdentity('440524188001010014')).toMatchObject({ ok: true, value: { birthDate: '1880-01-01', sex: 'male' } });
  });

  it('may be typed full-width or with a small x', () => {
    expect(parseIdentity('　１１０１０５１９４９１２３１００２ｘ ')).toMatchObject({ ok: true, value: { number: '11010519491231002X' } });
  });

  it.each([
    ['', 'identity-empty'],
    ['110105491231002', 'identity-15-digits'],
    ['11010519491231002', 'identity-length'],
    ['11010519491231002X0', 'identity-length'],
    ['1101051949123100XX', 'identity-characters'],
    ['110105 9491231002X', 'identity-characters'],
    ['01010519491231002X', 'identity-characters'],
    ['110105194913310023', 'identity-birth-date'],
    ['110105194902290020', 'identity-birth-date'],
    ['110105017912310028', 'identity-birth-date'],
    ['110105194912310021', 'identity-check-digit'],
  ])('"%s" is refused: %s', (text, code) => {
    const refused = parseIdentity(text);
    expect(refused).toMatchObject({ ok: false, code });
    if (text !== '') expect(JSON.stringify(refused)).not.toContain(text);
  });

  it('cannot be of somebody not yet born', () => {
    expect(parseIdentity(numberOf('2026-11-25', 1), '2026-11-24')).toMatchObject({ code: 'identity-birth-date' });
    expect(parseIdentity(numberOf('2026-11-24', 1), '2026-11-24')).toMatchObject({ ok: true });
  });

  it('tells what it was made of', () => {
    fc.assert(
      fc.property(parts, ({ birthDate, serial }) => {
        const sex = serial % 2 === 1 ? 'male' : 'female';
        expect(parseIdentity(numberOf(birthDate, serial))).toMatchObject({ ok: true, value: { birthDate, sex, divisionCode: '410423' } });
      }),
    );
  });

  it('shows every single wrong digit and every two neighbours swapped', () => {
    fc.assert(
      fc.property(parts, fc.nat(16), fc.integer({ min: 1, max: 9 }), ({ birthDate, serial }, at, by) => {
        const right = [...numberOf(birthDate, serial)];
        const wrong = right.with(at, String((Number(right[at]) + by) % 10));
        expect(parseIdentity(wrong.join('')).ok).toBe(false);
        const swapped = right.with(at, right[at + 1] ?? '').with(at + 1, right[at] ?? '');
        expect(parseIdentity(swapped.join('')).ok).toBe(right[at] === right[at + 1]);
      }),
    );
  });

  it('is never thrown over, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(parseIdentity(text).ok).toBe(false)));
  });

  it('has a check digit only for 17 digits', () => {
    expect(() => checkDigitOf('1101051949123100')).toThrow(RangeError);
  });
});

describe('an age', () => {
  it.each([
    ['1946-03-15', '2026-03-14', 79],
    ['1946-03-15', '2026-03-15', 80],
    ['1948-02-29', '2026-02-28', 77],
    ['1948-02-29', '2026-03-01', 78],
    ['2026-01-01', '2026-01-01', 0],
  ])('born %s, on %s: %i', (birthDate, date, age) => expect(ageOn(birthDate, date)).toBe(age));

  it('is not there before birth', () => {
    expect(() => ageOn('2026-01-02', '2026-01-01')).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { addDays, chinaDate, daysBetween, type IsoDate, isIsoDate, weekdayOf } from './dates';

const day = fc.integer({ min: -20_000, max: 40_000 }).map((n): IsoDate => addDays('2000-01-01', n));

describe('a day', () => {
  it.each(['2026-02-28', '2024-02-29', '1999-12-31'])('%s exists', (text) => expect(isIsoDate(text)).toBe(true));

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20260101', '2026-01-01T00:00:00Z', ''])('"%s" does not', (text) => {
    expect(isIsoDate(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(RangeError);
  });

  it('is the day in China, whatever the zone of the machine', () => {
    expect(chinaDate(new Date('2026-01-31T15:59:59.999Z'))).toBe('2026-01-31');
    expect(chinaDate(new Date('2026-01-31T16:00:00Z'))).toBe('2026-02-01');
  });

  it('is counted in calendar days', () => {
    expect(addDays('2026-02-27', 7)).toBe('2026-03-06');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(weekdayOf('2026-11-24')).toBe(2);
    fc.assert(fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, n) => expect(daysBetween(from, addDays(from, n))).toBe(n)));
  });
});

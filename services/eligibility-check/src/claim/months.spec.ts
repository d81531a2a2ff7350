import { monthOf, yearsOf } from './months';

describe('months of a period', () => {
  it('count on over the end of a year', () => {
    expect(monthOf('2026-01-01') - monthOf('2025-12-31')).toBe(1);
    expect(monthOf('2026-01-31')).toBe(monthOf('2026-01-01'));
  });

  it('name the years that they touch, oldest first', () => {
    expect(yearsOf('2026-03-01', '2026-08-31')).toEqual([2026]);
    expect(yearsOf('2025-11-01', '2027-02-28')).toEqual([2025, 2026, 2027]);
  });
});

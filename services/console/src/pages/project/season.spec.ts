import { daysOf } from './season';

describe('a season of a year', () => {
  it('has its first and its last day', () => {
    expect(daysOf(2026, 'year')).toEqual({ periodFrom: '2026-01-01', periodTo: '2026-12-31' });
    expect(daysOf(2026, 'q2')).toEqual({ periodFrom: '2026-04-01', periodTo: '2026-06-30' });
  });

  it('is left to whoever types it where it is none of them', () => {
    expect(daysOf(2026, 'other')).toBeUndefined();
  });
});

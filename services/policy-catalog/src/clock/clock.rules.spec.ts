import { advanceBy } from './clock.rules';

describe('an advance of the business clock', () => {
  const now = new Date('2026-03-01T10:00:00Z');

  it('moves by whole days', () => {
    expect(advanceBy({ days: 3 }, now)).toBe(3 * 86_400_000);
  });

  it('moves to the beginning of a day in China', () => {
    expect(new Date(now.getTime() + advanceBy({ to: '2026-03-09' }, now)).toISOString()).toBe('2026-03-08T16:00:00.000Z');
  });

  it('to a day that has begun already does not move forward', () => {
    expect(advanceBy({ to: '2026-03-01' }, now)).toBeLessThan(0);
  });
});

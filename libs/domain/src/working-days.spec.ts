import fc from 'fast-check';
import { addDays } from './dates';
import { Calendar, statutoryCalendar } from './working-days';

const days2026 = fc.integer({ min: 0, max: 364 }).map((n) => addDays('2026-01-01', n));

describe('the calendar of 2026', () => {
  const calendar = new Calendar(statutoryCalendar(2026));

  it('rests on the holidays, weekday or not', () => {
    for (const date of ['2026-01-01', '2026-02-17', '2026-02-23', '2026-10-07']) expect(calendar.isWorkingDay(date)).toBe(false);
  });

  it('works on the weekend days given in exchange (调休)', () => {
    for (const date of ['2026-01-04', '2026-02-14', '2026-02-28', '2026-10-10']) expect(calendar.isWorkingDay(date)).toBe(true);
  });

  it('is otherwise the week', () => {
    expect(calendar.isWorkingDay('2026-11-24')).toBe(true);
    expect(calendar.isWorkingDay('2026-11-28')).toBe(false);
  });

  it('names its days in Chinese', () => {
    expect(calendar.entries().find(({ date }) => date === '2026-02-17')).toEqual({ date: '2026-02-17', kind: 'holiday', name: '春节' });
  });

  it('counts a time limit over the Spring Festival', () => {
    // Friday; then 14 (worked Saturday), 24, 25
    expect(calendar.addWorkingDays('2026-02-13', 3)).toBe('2026-02-25');
    expect(calendar.workingDaysBetween('2026-02-13', '2026-02-25')).toBe(3);
  });

  it('counts back what it counted forward', () => {
    fc.assert(
      fc.property(days2026, fc.integer({ min: 0, max: 60 }), (from, n) => {
        const end = calendar.addWorkingDays(from, n);
        expect(calendar.workingDaysBetween(from, end)).toBe(n);
        expect(n === 0 ? end : calendar.isWorkingDay(end)).toBe(n === 0 ? from : true);
        expect(calendar.workingDaysBetween(end, from)).toBe(0 - n);
      }),
    );
  });

  it('adds up over a day in between', () => {
    fc.assert(
      fc.property(days2026, days2026, days2026, (a, b, c) => {
        expect(calendar.workingDaysBetween(a, b) + calendar.workingDaysBetween(b, c)).toBe(calendar.workingDaysBetween(a, c));
      }),
    );
  });
});

describe('an edited calendar', () => {
  it('takes the later entry of a day', () => {
    const calendar = new Calendar(statutoryCalendar(2026));
    const edited = calendar.with([
      { date: '2026-11-24', kind: 'holiday', name: '暴雪停工' },
      { date: '2026-01-01', kind: 'workday' },
    ]);
    expect(edited.isWorkingDay('2026-11-24')).toBe(false);
    expect(edited.isWorkingDay('2026-01-01')).toBe(true);
    expect(calendar.isWorkingDay('2026-11-24')).toBe(true);
    expect(edited.entries()).toHaveLength(calendar.entries().length + 1);
  });

  it('refuses a day that does not exist, and half a day', () => {
    expect(() => new Calendar([{ date: '2026-02-30', kind: 'holiday' }])).toThrow('2026-02-30');
    expect(() => new Calendar().addWorkingDays('2026-01-01', 0.5)).toThrow(RangeError);
    expect(() => new Calendar().addWorkingDays('2026-01-01', -1)).toThrow(RangeError);
  });

  it('has only weekends for a year that is not published', () => {
    expect(statutoryCalendar(2999)).toEqual([]);
  });
});

import { day, moment, period } from './dates';

describe('dates on a page', () => {
  it.each([
    ['2026-03-05', '2026年3月5日'],
    ['2026-03-05T15:59:59Z', '2026年3月5日'],
    ['2026-03-05T16:00:00Z', '2026年3月6日'],
  ])('%s is %s, as the day it is in China', (value, text) => {
    expect(day(value)).toBe(text);
  });

  it('have the hour in China where one matters', () => {
    expect(moment('2026-03-05T06:07:00Z')).toBe('2026年3月5日 14:07');
  });

  it('follow the language', () => {
    expect(day('2026-03-05', 'en')).toBe('5 March 2026');
    expect(period('2026-01-01', '2026-12-31')).toBe('2026年1月1日至2026年12月31日');
    expect(period('2026-01-01', '2026-12-31', 'en')).toBe('1 January 2026 – 31 December 2026');
  });
});

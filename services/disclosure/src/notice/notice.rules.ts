import { addDays, chinaDate, daysBetween } from '@one-card/domain';

/** The end, in China, of the last day of the window; the day of posting is not counted (民法典 第二百零一条). */
export function closesAt(openedAt: Date, days: number): Date {
  return new Date(`${addDays(chinaDate(openedAt), days + 1)}T00:00:00+08:00`);
}

/** Whole days that are left after today; 0 on the last day and when it is over. */
export function daysLeft(closing: Date, now: Date): number {
  const lastDay = chinaDate(new Date(closing.getTime() - 1));
  return Math.max(0, daysBetween(chinaDate(now), lastDay));
}

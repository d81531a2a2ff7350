/** A day in China as `YYYY-MM-DD`; such strings compare as dates do. */
export type IsoDate = string;

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Whether the text is a day that exists, in the form `YYYY-MM-DD`. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The day it is in China (UTC+8, no summer time) at this instant, whatever the zone of the machine. */
export function chinaDate(instant: Date): IsoDate {
  return dayOf(instant.getTime() + CHINA_OFFSET_MS);
}

/** The day n calendar days later, or earlier for a negative n. @throws RangeError for a day that does not exist */
export function addDays(date: IsoDate, n: number): IsoDate {
  return dayOf(midnight(date) + n * DAY_MS);
}

/** Calendar days from a to b; negative when b is before a. @throws RangeError for a day that does not exist */
export function daysBetween(a: IsoDate, b: IsoDate): number {
  return (midnight(b) - midnight(a)) / DAY_MS;
}

/** 0 is Sunday. @throws RangeError for a day that does not exist */
export function weekdayOf(date: IsoDate): number {
  return new Date(midnight(date)).getUTCDay();
}

function midnight(date: IsoDate): number {
  if (!isIsoDate(date)) throw new RangeError(`not a day: ${date}`);
  return Date.parse(`${date}T00:00:00Z`);
}

const dayOf = (ms: number): IsoDate => new Date(ms).toISOString().slice(0, 10);

export const SEASONS = ['year', 'first-half', 'second-half', 'q1', 'q2', 'q3', 'q4', 'other'] as const;
export type Season = (typeof SEASONS)[number];

const DAYS: Readonly<Record<Exclude<Season, 'other'>, readonly [string, string]>> = {
  year: ['01-01', '12-31'],
  'first-half': ['01-01', '06-30'],
  'second-half': ['07-01', '12-31'],
  q1: ['01-01', '03-31'],
  q2: ['04-01', '06-30'],
  q3: ['07-01', '09-30'],
  q4: ['10-01', '12-31'],
};

/** First and last day of a season of the year; of another period nothing is known. */
export function daysOf(year: number, season: Season): { periodFrom: string; periodTo: string } | undefined {
  if (season === 'other') return undefined;
  const [from, to] = DAYS[season];
  return { periodFrom: `${String(year)}-${from}`, periodTo: `${String(year)}-${to}` };
}

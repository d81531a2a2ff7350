/** Months are counted from year 0, so that periods overlap where their numbers do; a month that is touched on one day counts. */
export function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** Years that a period touches, oldest first: the order in which their locks are taken. */
export function yearsOf(periodFrom: string, periodTo: string): number[] {
  const first = Number(periodFrom.slice(0, 4));
  const last = Number(periodTo.slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

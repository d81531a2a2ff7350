import holidayData from 'chinese-days/dist/chinese-days.json';
import { addDays, type IsoDate, isIsoDate, weekdayOf } from './dates';

/** A day that is not what its weekday says: a holiday (法定节假日), or a weekend day worked instead (调休). */
export interface CalendarEntry {
  readonly date: IsoDate;
  readonly kind: 'holiday' | 'workday';
  /** 春节 */
  readonly name?: string;
}

/** Working days: Monday to Friday, unless an entry says otherwise. Of two entries for a day the later one counts, so an edit is one more entry. */
export class Calendar {
  private readonly byDate: ReadonlyMap<IsoDate, CalendarEntry>;

  /** @throws RangeError for an entry whose day does not exist */
  constructor(entries: Iterable<CalendarEntry> = []) {
    const byDate = new Map<IsoDate, CalendarEntry>();
    for (const entry of entries) {
      if (!isIsoDate(entry.date)) throw new RangeError(`not a day in the calendar: ${entry.date}`);
      byDate.set(entry.date, entry);
    }
    this.byDate = byDate;
  }

  /** The entries in order of their day, one a day. */
  entries(): CalendarEntry[] {
    return [...this.byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  }

  /** This calendar with more entries, which go before its own. */
  with(entries: Iterable<CalendarEntry>): Calendar {
    return new Calendar([...this.byDate.values(), ...entries]);
  }

  isWorkingDay(date: IsoDate): boolean {
    const entry = this.byDate.get(date);
    if (entry) return entry.kind === 'workday';
    const weekday = weekdayOf(date);
    return weekday !== 0 && weekday !== 6;
  }

  /**
   * The last day of a time limit of n working days that starts on `date`; the starting day is not counted (民法典 第二百零一条). 0 gives the day itself.
   * @throws RangeError when n is negative or no whole number
   */
  addWorkingDays(date: IsoDate, n: number): IsoDate {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError('a time limit is a whole number of working days');
    let day = date;
    for (let left = n; left > 0;) {
      day = addDays(day, 1);
      if (this.isWorkingDay(day)) left -= 1;
    }
    return day;
  }

  /** Working days after a, up to and including b; negative when b is before a (so many days late). Undoes `addWorkingDays`. */
  workingDaysBetween(a: IsoDate, b: IsoDate): number {
    if (b < a) return 0 - this.workingDaysBetween(b, a);
    let count = 0;
    for (let day = a; day < b;) {
      day = addDays(day, 1);
      if (this.isWorkingDay(day)) count += 1;
    }
    return count;
  }
}

/**
 * The holidays and the weekend days worked instead as the State Council published them for a year (国务院办公厅关于…年部分节假日安排的通知).
 * Empty for a year not yet published, usually until November of the year before: then only weekends are free until somebody enters it.
 */
export function statutoryCalendar(year: number): CalendarEntry[] {
  const of = (days: Readonly<Record<string, string>>, kind: CalendarEntry['kind']) =>
    Object.entries(days)
      .filter(([date]) => date.startsWith(`${year}-`))
      .map(([date, words]): CalendarEntry => ({ date, kind, name: words.split(',')[1] }));
  return new Calendar([...of(holidayData.holidays, 'holiday'), ...of(holidayData.workdays, 'workday')]).entries();
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { calendar, type EventOf } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { chinaDate, statutoryCalendar } from '@one-card/domain';
import { type Actor, DomainError, requirePost } from '@one-card/service';
import { config } from '../config';

type Day = EventOf<typeof calendar>['days'][number];

interface Row {
  version: number;
  days: Day[];
  source: 'statutory' | 'edited';
}

/** Days that are not what their weekday says (法定节假日, 调休): by the State Council's notice, until an administrator says otherwise. */
@Injectable()
export class CalendarService implements OnApplicationBootstrap {
  constructor(private readonly database: Database) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction((tx) => this.load(tx));
  }

  /** Last, this and next year by business time. A year that was empty when it was loaded is filled once its notice is known. */
  async load(tx: Transaction): Promise<void> {
    const thisYear = Number(chinaDate(await tx.now()).slice(0, 4));
    for (const year of [thisYear - 1, thisYear, thisYear + 1]) {
      const row = await locked(year, tx);
      const days = statutory(year);
      if (row?.source === 'edited' || (row !== undefined && same(row.days, days))) continue;
      await save(year, days, 'statutory', row, tx);
    }
  }

  async of(year: number): Promise<{ year: number; days: Day[] }> {
    const row = await this.database.maybe<Row>(sql`SELECT days FROM calendar WHERE county_code = ${config.countyCode} AND year = ${year}`);
    return { year, days: row?.days ?? statutory(year) };
  }

  async set(year: number, days: readonly Day[], actor: Actor, tx: Transaction): Promise<{ year: number; days: Day[] }> {
    requirePost(actor, 'system-admin');
    const outside = days.find(({ date }) => !date.startsWith(`${year}-`));
    if (outside !== undefined) throw notOfYear(year, outside.date);
    const ordered = [...new Map(days.map((day) => [day.date, day])).values()].sort((a, b) => (a.date < b.date ? -1 : 1));
    await save(year, ordered, 'edited', await locked(year, tx), tx);
    return { year, days: ordered };
  }
}

const statutory = (year: number): Day[] => statutoryCalendar(year).map(({ date, kind, name }) => ({ date, kind, name: name ?? '' }));

/** jsonb gives keys in an order of its own. */
const same = (a: readonly Day[], b: readonly Day[]): boolean => {
  const text = (days: readonly Day[]) => days.map(({ date, kind, name }) => `${date} ${kind} ${name}`).join('\n');
  return text(a) === text(b);
};

async function locked(year: number, tx: Transaction): Promise<Row | undefined> {
  await tx.lock('calendar', config.countyCode, year);
  return tx.maybe<Row>(sql`SELECT version, days, source FROM calendar WHERE county_code = ${config.countyCode} AND year = ${year} FOR UPDATE`);
}

async function save(year: number, days: Day[], source: Row['source'], before: Row | undefined, tx: Transaction): Promise<void> {
  const version = (before?.version ?? 0) + 1;
  await tx.execute(sql`
    INSERT INTO calendar (county_code, year, version, days, source)
    VALUES (${config.countyCode}, ${year}, ${version}, ${JSON.stringify(days)}::jsonb, ${source})
    ON CONFLICT (county_code, year) DO UPDATE
    SET version = excluded.version, days = excluded.days, source = excluded.source`);
  await tx.publish(calendar, { id: String(year), version, countyCode: config.countyCode, days });
}

const notOfYear = (year: number, date: string) =>
  new DomainError('day-of-another-year', 422, { zh: `${date} 不在 ${year} 年内`, en: `${date} is not in the year ${year}` });

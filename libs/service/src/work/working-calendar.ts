import { Injectable } from '@nestjs/common';
import { calendar } from '@one-card/contracts';
import { Database, type Transaction } from '@one-card/database';
import { Calendar, chinaDate } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';

/** Deadlines in working days of the county's calendar (办结时限), for services that keep its replica. */
@Injectable()
export class WorkingCalendar {
  constructor(
    private readonly replicas: Replicas,
    private readonly database: Database,
  ) {}

  /** The end, in China, of the last of so many working days after that day. */
  async dueAfter(from: Date, workingDays: number, tx?: Transaction): Promise<Date> {
    const days = await this.days(tx);
    return new Date(`${days.addWorkingDays(chinaDate(from), workingDays)}T23:59:59+08:00`);
  }

  /** Working days since it was due; 0 when it is not late. */
  async lateDays(dueAts: readonly (Date | null)[]): Promise<number[]> {
    const now = await this.database.now();
    const days = await this.days();
    return dueAts.map((dueAt) => (dueAt !== null && dueAt < now ? days.workingDaysBetween(chinaDate(dueAt), chinaDate(now)) : 0));
  }

  private async days(tx?: Transaction): Promise<Calendar> {
    const years = await this.replicas.all(calendar, tx);
    return new Calendar(years.flatMap(({ days }) => days));
  }
}

import { Injectable } from '@nestjs/common';
import { calendar, policyVersion } from '@one-card/contracts';
import { Database, type Transaction } from '@one-card/database';
import { Calendar, chinaDate } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import type { BatchRow } from './batch.row';

/** Time limits of steps, in working days of the county's calendar (办结时限). */
@Injectable()
export class Deadlines {
  constructor(
    private readonly replicas: Replicas,
    private readonly database: Database,
  ) {}

  /** When the step is late: the end of its last day in China. The chain's own limit goes before the policy's limit of that name. */
  async dueAt(tx: Transaction, batch: BatchRow, name: string, limitWorkingDays: number | null = null): Promise<Date | null> {
    const limit = limitWorkingDays ?? (await this.limitOf(tx, batch, name));
    if (limit === null) return null;
    const days = await this.calendar(tx);
    return new Date(`${days.addWorkingDays(chinaDate(await tx.now()), limit)}T23:59:59+08:00`);
  }

  /** Working days since it was due; 0 when it is not late. */
  async lateDays(dueAts: readonly (Date | null)[]): Promise<number[]> {
    const now = await this.database.now();
    const days = await this.calendar();
    return dueAts.map((dueAt) => (dueAt !== null && dueAt < now ? days.workingDaysBetween(chinaDate(dueAt), chinaDate(now)) : 0));
  }

  private async limitOf(tx: Transaction, batch: BatchRow, name: string): Promise<number | null> {
    const policy = await this.replicas.find(policyVersion, batch.policy_version_id, tx);
    return policy?.limits[name] ?? null;
  }

  private async calendar(tx?: Transaction): Promise<Calendar> {
    const years = await this.replicas.all(calendar, tx);
    return new Calendar(years.flatMap(({ days }) => days));
  }
}

import { Injectable } from '@nestjs/common';
import { policyVersion } from '@one-card/contracts';
import type { Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { WorkingCalendar } from '@one-card/service';
import type { BatchRow } from './batch.row';

/** A policy that names no limit for an act has that of the post whose act it is. */
const POST_OF: Readonly<Record<string, string>> = { roll: 'township-clerk', application: 'department-clerk' };

/** Time limits of steps, in working days of the county's calendar (办结时限). */
@Injectable()
export class Deadlines {
  constructor(
    private readonly replicas: Replicas,
    private readonly calendar: WorkingCalendar,
  ) {}

  /** When the step is late: the end of its last day in China. The chain's own limit goes before the policy's limit of that name. */
  async dueAt(tx: Transaction, batch: BatchRow, name: string, limitWorkingDays: number | null = null): Promise<Date | null> {
    const limit = limitWorkingDays ?? (await this.limitOf(tx, batch, name));
    return limit === null ? null : this.calendar.dueAfter(await tx.now(), limit, tx);
  }

  private async limitOf(tx: Transaction, batch: BatchRow, name: string): Promise<number | null> {
    const policy = await this.replicas.find(policyVersion, batch.policy_version_id, tx);
    return policy?.limits[name] ?? policy?.limits[POST_OF[name] ?? ''] ?? null;
  }
}

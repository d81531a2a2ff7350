import { Injectable } from '@nestjs/common';
import { policyVersion, type todoItem } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { type Actor, holdings, WorkingCalendar } from '@one-card/service';
import type { z } from 'zod';

type TodoItem = z.output<typeof todoItem>;

interface OpenHits {
  batch_id: string;
  policy_version_id: string;
  period_from: string;
  period_to: string;
  hits: number;
  oldest: Date;
}

/** Working days in which a hit is decided where the policy says nothing. */
const USUAL_LIMIT = 13;

/** Hits that wait for the clerk of their department, batch by batch. */
@Injectable()
export class TodoService {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly calendar: WorkingCalendar,
  ) {}

  async of(actor: Actor): Promise<TodoItem[]> {
    const departments = holdings(actor, 'department-clerk').flatMap(({ department }) => department ?? []);
    if (departments.length === 0) return [];
    const batches = await this.database.query<OpenHits>(sql`
      SELECT h.batch_id, s.policy_version_id, min(s.period_from)::text AS period_from, max(s.period_to)::text AS period_to, count(*)::int AS hits,
             min(h.found_at) AS oldest
      FROM hit h
      JOIN LATERAL (
        SELECT k.policy_version_id, k.period_from, k.period_to FROM screened_chunk k WHERE k.roll_id = h.roll_id AND k.revision = h.revision LIMIT 1
      ) s ON true
      WHERE h.state = 'open' AND h.withdrawn_at IS NULL AND h.department = ANY(${departments}::text[])
      GROUP BY h.batch_id, s.policy_version_id`);
    const items = await Promise.all(batches.map((batch) => this.itemOf(batch)));
    items.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
    const late = await this.calendar.lateDays(items.map(({ dueAt }) => dueAt));
    return items.map(({ dueAt, ...item }, i) => ({ ...item, dueAt: dueAt.toISOString(), lateWorkingDays: late[i] ?? 0 }));
  }

  private async itemOf({ batch_id, policy_version_id, period_from, period_to, hits, oldest }: OpenHits) {
    const policy = await this.replicas.find(policyVersion, policy_version_id);
    const dueAt = await this.calendar.dueAfter(oldest, policy?.limits['department-clerk'] ?? USUAL_LIMIT);
    const title = `${policy?.name ?? ''} ${period_from} 至 ${period_to}`;
    return { kind: 'hits' as const, id: batch_id, batchId: batch_id, title, act: '认定疑点', post: 'department-clerk' as const, count: hits, dueAt };
  }
}

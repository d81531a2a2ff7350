import { Injectable } from '@nestjs/common';
import type { todoItem } from '@one-card/contracts';
import { Database, type Sql, sql } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { type Actor, Authority, holdings, WorkingCalendar } from '@one-card/service';
import type { z } from 'zod';
import { WaitingCases } from './waiting-cases';

type TodoItem = z.output<typeof todoItem>;

interface Row {
  id: string;
  batch_id: string;
  division_code: string;
  division_name: string;
  policy_name: string;
  department: string;
  count: number;
  due_at: Date | null;
}

export interface Waiting extends Omit<TodoItem, 'dueAt' | 'lateWorkingDays'> {
  readonly dueAt: Date | null;
}

const POSTERS: readonly Post[] = ['township-clerk', 'village-agent'];
const DECIDERS: readonly Post[] = ['department-clerk', 'township-reviewer'];
const MOST = 500;

/** What waits for those who hang up notices, for those who decide objections and for those who answer the public. */
@Injectable()
export class TodoService {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly calendar: WorkingCalendar,
    private readonly cases: WaitingCases,
  ) {}

  async of(actor: Actor): Promise<TodoItem[]> {
    const items = [...(await this.notices(actor)), ...(await this.objections(actor)), ...(await this.cases.of(actor))];
    items.sort((one, other) => (one.dueAt?.getTime() ?? Infinity) - (other.dueAt?.getTime() ?? Infinity) || 0);
    const late = await this.calendar.lateDays(items.map(({ dueAt }) => dueAt));
    return items.map(({ dueAt, ...item }, i) => ({ ...item, dueAt: dueAt?.toISOString() ?? null, lateWorkingDays: late[i] ?? 0 }));
  }

  private async notices(actor: Actor): Promise<Waiting[]> {
    if (holdings(actor, POSTERS).length === 0) return [];
    const rows = await this.read(sql`
      SELECT n.id, n.batch_id, n.division_code, ${NAMES}, n.listed_count AS count, NULL::timestamptz AS due_at
      FROM notice n
      ${NAMED}
      WHERE n.state = 'requested' AND NOT n.superseded
      ORDER BY n.requested_at, n.id
      LIMIT ${MOST}`);
    const items: Waiting[] = [];
    for (const row of rows) {
      const post = await this.postFor(actor, POSTERS, row);
      if (post !== undefined) items.push(itemOf(row, 'notice', '张贴公示', post));
    }
    return items;
  }

  private async objections(actor: Actor): Promise<Waiting[]> {
    if (holdings(actor, DECIDERS).length === 0) return [];
    const rows = await this.read(sql`
      SELECT o.id, n.batch_id, n.division_code, ${NAMES}, 1 AS count, o.due_at
      FROM objection o
      JOIN notice n ON n.id = o.notice_id
      ${NAMED}
      WHERE o.state = 'open'
      ORDER BY o.due_at, o.id
      LIMIT ${MOST}`);
    const items: Waiting[] = [];
    for (const row of rows) {
      const post = await this.postFor(actor, DECIDERS, row);
      if (post !== undefined) items.push(itemOf(row, 'objection', '处理公示异议', post));
    }
    return items;
  }

  private read(statement: Sql): Promise<Row[]> {
    return this.database.query<Row>(statement);
  }

  private async postFor(actor: Actor, posts: readonly Post[], { department, division_code: division }: Row): Promise<Post | undefined> {
    for (const held of holdings(actor, posts)) {
      if (held.post === 'department-clerk' && held.department !== department) continue;
      if (await this.authority.covers(held, division)) return held.post as Post;
    }
    return undefined;
  }
}

const NAMES = sql`
  COALESCE(d.doc ->> 'name', n.division_code) AS division_name, COALESCE(p.doc ->> 'name', n.policy_code) AS policy_name,
  COALESCE(p.doc ->> 'department', '') AS department`;
const NAMED = sql`
  LEFT JOIN replica d ON d.topic = 'recipient-registry.division.v1' AND d.key = n.division_code
  LEFT JOIN replica p ON p.topic = 'policy-catalog.policy.v1' AND p.key = n.policy_version_id::text`;

const itemOf = (row: Row, kind: 'notice' | 'objection', act: string, post: Post): Waiting => ({
  ...{ kind, id: row.id, batchId: row.batch_id, title: `${row.division_name} ${row.policy_name}`, act, post, dueAt: row.due_at },
  ...(kind === 'notice' && row.count > 0 ? { count: row.count } : {}),
});

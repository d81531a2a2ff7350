import { Injectable } from '@nestjs/common';
import { type Project, project } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { type Actor, Authority, holdings, WorkingCalendar } from '@one-card/service';
import type { BatchRow, RollRow } from '../batch/batch.row';
import {
  batchItem,
  type BouncedOfRoll,
  bouncedItems,
  fundsItem,
  orderItem,
  projectItem,
  type OrderOfBatch,
  rollItem,
  type TodoItem,
  type Waiting,
} from './waiting';

const MOST = 500;

@Injectable()
export class TodoService {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly calendar: WorkingCalendar,
  ) {}

  /** The oldest deadline first; what has none last. */
  async of(actor: Actor): Promise<TodoItem[]> {
    const mine: Waiting[] = [];
    for (const item of await this.waiting(actor)) if (mine.length < MOST && (await this.isFor(actor, item))) mine.push(item);
    mine.sort((one, other) => (one.dueAt?.getTime() ?? Infinity) - (other.dueAt?.getTime() ?? Infinity) || 0);
    const late = await this.calendar.lateDays(mine.map(({ dueAt }) => dueAt));
    return mine.map(({ department: _department, division: _division, dueAt, ...item }, i) => ({
      ...item,
      dueAt: dueAt?.toISOString() ?? null,
      lateWorkingDays: late[i] ?? 0,
    }));
  }

  /** Each list is asked for only by who may find something in it. */
  private async waiting(actor: Actor): Promise<Waiting[]> {
    const holds = (...posts: string[]) => holdings(actor, posts).length > 0;
    const lists = [
      holds('department-clerk') ? this.projects() : [],
      this.steps(),
      holds('treasury-approver') ? this.orders() : [],
      holds('budget-officer') ? this.funds() : [],
      holds('township-clerk', 'department-clerk') ? this.bounced() : [],
    ];
    return (await Promise.all(lists)).flat();
  }

  private async steps(): Promise<Waiting[]> {
    const batches = await this.database.query<BatchRow>(sql`
      SELECT * FROM batch WHERE state IN ('draft', 'issued', 'in-review', 'approved', 'applied') ORDER BY due_at NULLS LAST, id`);
    const rolls = await this.database.query<RollRow>(sql`
      SELECT r.*
      FROM roll r
      JOIN batch b ON b.id = r.batch_id AND b.state = 'issued'
      WHERE r.state IN ('issued', 'draft', 'in-review')
      ORDER BY r.due_at NULLS LAST, r.id`);
    const byId = new Map(batches.map((batch) => [batch.id, batch]));
    return [...rolls.flatMap((roll) => rollItem(byId.get(roll.batch_id), roll)), ...batches.flatMap(batchItem)];
  }

  /** Opened, and nothing has been paid by it yet: it waits for its first batch. */
  private async projects(): Promise<Waiting[]> {
    const projects = await this.database.query<{ doc: Project }>(sql`
      SELECT p.doc
      FROM replica p
      WHERE p.topic = ${project.type} AND p.doc ->> 'state' = 'open' AND NOT EXISTS (SELECT FROM batch b WHERE b.project_id = (p.doc ->> 'id')::uuid)
      ORDER BY p.key`);
    return projects.map(({ doc }) => projectItem(doc));
  }

  private async orders(): Promise<Waiting[]> {
    const orders = await this.database.query<OrderOfBatch>(sql`
      SELECT o.id AS order_id, o.order_no, b.*
      FROM pay_order o
      JOIN batch b ON b.id = o.batch_id
      WHERE o.state = 'reserved'
      ORDER BY o.id`);
    return orders.map(orderItem);
  }

  private async funds(): Promise<Waiting[]> {
    const batches = await this.database.query<BatchRow>(sql`
      SELECT b.*
      FROM batch b
      WHERE b.state IN ('approved', 'applied')
        AND (SELECT COALESCE(sum(r.amount_fen), 0) FROM roll r WHERE r.batch_id = b.id)
            - (SELECT COALESCE(sum(o.amount_fen), 0) FROM roll_outcome o WHERE o.batch_id = b.id AND o.outcome IN ('rejected', 'stopped', 'held'))
            > (SELECT COALESCE(sum(i.available_fen), 0) FROM indicator i WHERE i.project_id = b.project_id)
      ORDER BY b.due_at NULLS LAST, b.id`);
    return batches.map(fundsItem);
  }

  private async bounced(): Promise<Waiting[]> {
    const rolls = await this.database.query<BouncedOfRoll>(sql`
      SELECT b.*, r.division_code, r.division_name, o.lines AS bounced
      FROM batch b
      JOIN roll_outcome o ON o.batch_id = b.id AND o.outcome = 'bounced'
      JOIN roll r ON r.id = o.roll_id
      WHERE b.id IN (SELECT p.batch_id FROM pay_order p JOIN order_bank k ON k.order_id = p.id WHERE k.bounced_lines > 0)
      ORDER BY b.id, r.division_code`);
    return rolls.flatMap(bouncedItems);
  }

  private async isFor(actor: Actor, { post, department, division }: Waiting): Promise<boolean> {
    for (const held of holdings(actor, post)) {
      if (post.startsWith('department-') && held.department !== department) continue;
      if (!post.startsWith('township-') || division === null || (await this.authority.covers(held, division))) return true;
    }
    return false;
  }
}

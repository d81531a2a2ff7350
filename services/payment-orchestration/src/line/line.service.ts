import { Injectable } from '@nestjs/common';
import { Database, sql, type Transaction } from '@one-card/database';
import { type Actor, Authority, DomainError, notFound } from '@one-card/service';
import { Access } from '../batch/access';
import { Batches } from '../batch/batches';
import { config } from '../config';
import { LineOutcomes } from './line-outcomes';
import { LINE_COLUMNS, type LineRow, type LineView, lineViewOf } from './line.view';

@Injectable()
export class LineService {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
    private readonly authority: Authority,
    private readonly outcomes: LineOutcomes,
  ) {}

  async one(line: number, actor: Actor): Promise<LineView> {
    const row = await this.find(line);
    const roll = await this.batches.findRoll(row.roll_id);
    await this.access.demandRoll(actor, await this.batches.find(row.batch_id), roll);
    return lineViewOf(row);
  }

  async stop(tx: Transaction, line: number, words: string, actor: Actor): Promise<LineView> {
    const row = await this.find(line, tx);
    const batch = await this.batches.find(row.batch_id, tx);
    const roll = await this.batches.findRoll(row.roll_id, tx);
    await this.demandStopper(actor, batch.department, roll.division_code);
    const reasons = [{ code: 'stopped-by-hand', zh: `停发:${words}`, en: `stopped: ${words}` }];
    const stopped = await this.outcomes.except(tx, roll.id, { outcome: 'stopped', reasonCode: 'stopped-by-hand', reasons, by: actor.id }, [{ line }]);
    if (stopped.length === 0) throw notStoppable();
    return lineViewOf(await this.find(line, tx));
  }

  private async demandStopper(actor: Actor, department: string, division: string): Promise<void> {
    const ofDepartment = actor.posts.some((held) => held.post === 'department-clerk' && held.department === department);
    if (!ofDepartment) await this.authority.require(actor, 'township-reviewer', { division });
  }

  private async find(line: number, tx?: Transaction): Promise<LineRow> {
    const row = await (tx ?? this.database).maybe<LineRow>(sql`
      SELECT ${LINE_COLUMNS} FROM line_state WHERE county_code = ${config.countyCode} AND line = ${line} AND NOT superseded`);
    if (row === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    return row;
  }
}

const notStoppable = () =>
  new DomainError('line-ordered', 409, {
    zh: '该笔已拨付、已停发或未通过校验,不能停发',
    en: 'This line was ordered, stopped or rejected before, so it cannot be stopped',
  });

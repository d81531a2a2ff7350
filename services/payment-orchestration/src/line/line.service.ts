import { Injectable } from '@nestjs/common';
import type { Outcome, paymentOrchestrationApi, Reason } from '@one-card/contracts';
import { Database, empty, sql, type Transaction } from '@one-card/database';
import { type Actor, Authority, decodeCursor, DomainError, notFound, page } from '@one-card/service';
import { z } from 'zod';
import { Access } from '../batch/access';
import { Batches } from '../batch/batches';
import { config } from '../config';
import { LineOutcomes } from './line-outcomes';

interface LineRow {
  line: string;
  roll_id: string;
  batch_id: string;
  revision: number;
  row_no: number;
  village_code: string;
  beneficiary: string | null;
  payee: string | null;
  payee_basis: string | null;
  subject_ref: string;
  quantity_milli: string;
  rate_fen: string;
  amount_fen: string;
  bank_code: string | null;
  outcome: Outcome;
  reasons: Reason[];
}

type LineView = z.output<typeof paymentOrchestrationApi.lineView>;

const COLUMNS = sql`line, roll_id, batch_id, revision, row_no, village_code, beneficiary, payee, payee_basis, subject_ref, quantity_milli, rate_fen,
  amount_fen, bank_code, outcome, reasons`;

@Injectable()
export class LineService {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
    private readonly authority: Authority,
    private readonly outcomes: LineOutcomes,
  ) {}

  async list(batchId: string, query: z.output<typeof paymentOrchestrationApi.lineQuery>, actor: Actor) {
    const batch = await this.batches.find(batchId);
    const rolls = await this.batches.rollsOf(batchId);
    await this.access.demandBatch(actor, batch, query.rollId === undefined ? rolls : rolls.filter(({ id }) => id === query.rollId));
    const visible = await this.visibleRolls(actor, batchId, query.rollId);
    const [after] = decodeCursor(query.cursor, z.tuple([z.number()])) ?? [0];
    const rows = await this.database.query<LineRow>(sql`
      SELECT ${COLUMNS}
      FROM line_state
      WHERE county_code = ${batch.county_code} AND roll_id = ANY(${visible}::uuid[]) AND NOT superseded AND line > ${after}
        AND (${query.village ?? null}::text IS NULL OR village_code = ${query.village ?? null})
        ${outcomeFilter(query.outcome, visible)}
      ORDER BY line
      LIMIT ${query.limit + 1}`);
    const { items, next } = page(rows, query.limit, (row) => [Number(row.line)]);
    return { items: items.map(viewOf), next };
  }

  async one(line: number, actor: Actor): Promise<LineView> {
    const row = await this.find(line);
    const roll = await this.batches.findRoll(row.roll_id);
    await this.access.demandRoll(actor, await this.batches.find(row.batch_id), roll);
    return viewOf(row);
  }

  async stop(tx: Transaction, line: number, words: string, actor: Actor): Promise<LineView> {
    const row = await this.find(line, tx);
    const batch = await this.batches.find(row.batch_id, tx);
    const roll = await this.batches.findRoll(row.roll_id, tx);
    await this.demandStopper(actor, batch.department, roll.division_code);
    const reasons = [{ code: 'stopped-by-hand', zh: `停发:${words}`, en: `stopped: ${words}` }];
    const stopped = await this.outcomes.except(tx, roll.id, { outcome: 'stopped', reasonCode: 'stopped-by-hand', reasons, by: actor.id }, [{ line }]);
    if (stopped.length === 0) throw notStoppable();
    return viewOf(await this.find(line, tx));
  }

  private async demandStopper(actor: Actor, department: string, division: string): Promise<void> {
    const ofDepartment = actor.posts.some((held) => held.post === 'department-clerk' && held.department === department);
    if (!ofDepartment) await this.authority.require(actor, 'township-reviewer', { division });
  }

  private async find(line: number, tx?: Transaction): Promise<LineRow> {
    const row = await (tx ?? this.database).maybe<LineRow>(sql`
      SELECT ${COLUMNS} FROM line_state WHERE county_code = ${config.countyCode} AND line = ${line} AND NOT superseded`);
    if (row === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    return row;
  }

  /** A township sees the lines of its own rolls only. */
  private async visibleRolls(actor: Actor, batchId: string, rollId?: string): Promise<string[]> {
    const batch = await this.batches.find(batchId);
    const visible: string[] = [];
    for (const roll of await this.batches.rollsOf(batchId)) {
      if (rollId !== undefined && roll.id !== rollId) continue;
      if (
        await this.access.demandRoll(actor, batch, roll).then(
          () => true,
          () => false,
        )
      )
        visible.push(roll.id);
    }
    return visible;
  }
}

/** Few lines are excepted, so these are sought among the exceptions and not among all lines. */
function outcomeFilter(outcome: Outcome | undefined, rollIds: readonly string[]) {
  if (outcome === undefined) return empty;
  if (outcome === 'underWay' || outcome === 'paid') return sql`AND outcome = ${outcome}`;
  return sql`AND outcome = ${outcome} AND line IN (SELECT e.line FROM line_exception e WHERE e.roll_id = ANY(${[...rollIds]}::uuid[]))`;
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

const viewOf = (row: LineRow): LineView => ({
  line: Number(row.line),
  rollId: row.roll_id,
  revision: row.revision,
  rowNo: row.row_no,
  villageCode: row.village_code,
  beneficiary: numberOf(row.beneficiary),
  payee: numberOf(row.payee),
  payeeBasis: row.payee_basis,
  subjectRef: row.subject_ref,
  quantityMilli: Number(row.quantity_milli),
  rateFen: row.rate_fen,
  amountFen: row.amount_fen,
  bankCode: row.bank_code,
  outcome: row.outcome,
  reasons: row.reasons,
});

const notStoppable = () =>
  new DomainError('line-ordered', 409, {
    zh: '该笔已拨付、已停发或未通过校验,不能停发',
    en: 'This line was ordered, stopped or rejected before, so it cannot be stopped',
  });

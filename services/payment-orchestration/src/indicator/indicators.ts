import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, errorOfConstraint, sql, type Transaction } from '@one-card/database';
import { type Fen, formatYuan } from '@one-card/domain';
import { DomainError, defineTitles, type Actor } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';

export type IndicatorView = z.output<typeof paymentOrchestrationApi.indicatorView>;
type Grant = z.output<typeof paymentOrchestrationApi.grantIndicator>;
type Movement = 'grant' | 'reserve' | 'release' | 'pay' | 'unpay';

defineTitles({
  'indicator-exceeded': { zh: '指标余额不足', en: 'Indicator exceeded' },
  'indicator-granted-before': { zh: '该文号的指标已下达', en: 'Indicator granted before' },
});

/** What one order takes from one indicator. */
export interface Draw {
  readonly indicatorId: string;
  readonly amountFen: Fen;
}

const view = sql`
  id, project_id AS "projectId", budget_year AS "budgetYear", document_no AS "documentNo", received_at AS "receivedAt",
  granted_fen AS "amountFen", fund_nature AS "fundNature", function_code AS "functionCode", economic_code AS "economicCode",
  budget_unit AS "budgetUnit", project_code AS "projectCode", direct_mark AS "directMark", tracking_code AS "trackingCode",
  performance_target_id AS "performanceTargetId", granted_fen AS "grantedFen", available_fen AS "availableFen",
  reserved_fen AS "reservedFen", paid_fen AS "paidFen"`;

/** Budget that projects may spend (指标): grant, reserve, pay, release. granted = available + reserved + paid holds by constraint. */
@Injectable()
export class Indicators {
  constructor(private readonly database: Database) {}

  /** 附.四 finance: the budget section issues an indicator to a project. Error 409 when its document was issued to the project before. */
  async grant(tx: Transaction, countyCode: string, grant: Grant, actor: Actor): Promise<IndicatorView> {
    const id = uuidv7();
    try {
      await tx.execute(sql`
        INSERT INTO indicator (id, county_code, project_id, budget_year, document_no, received_at, fund_nature, function_code, economic_code,
                               budget_unit, project_code, direct_mark, tracking_code, performance_target_id, granted_fen, available_fen, granted_at)
        VALUES (${id}, ${countyCode}, ${grant.projectId}, ${grant.budgetYear}, ${grant.documentNo}, ${grant.receivedAt}, ${grant.fundNature},
                ${grant.functionCode}, ${grant.economicCode}, ${grant.budgetUnit}, ${grant.projectCode}, ${grant.directMark},
                ${grant.trackingCode}, ${grant.performanceTargetId}, ${grant.amountFen}, ${grant.amountFen}, ${await tx.now()})`);
    } catch (error) {
      if (errorOfConstraint(error) !== 'indicator_document_once') throw error;
      throw new DomainError('indicator-granted-before', 409, {
        zh: `文号 ${grant.documentNo} 的指标已下达到该项目,请核对文号`,
        en: `The indicator of document ${grant.documentNo} was granted to this project before: check the number`,
      });
    }
    await this.record(tx, 'grant', { indicatorId: id, amountFen: BigInt(grant.amountFen) }, null, actor.id);
    return this.find(tx, id);
  }

  /** Error 409 `indicator-exceeded` with the figures when one has too little left; then nothing is reserved. */
  async reserve(tx: Transaction, projectId: string, orderId: string, draws: readonly Draw[], actor: Actor): Promise<void> {
    for (const draw of inLockOrder(draws)) {
      const taken = await tx.execute(sql`
        UPDATE indicator
        SET available_fen = available_fen - ${draw.amountFen}, reserved_fen = reserved_fen + ${draw.amountFen}
        WHERE id = ${draw.indicatorId} AND project_id = ${projectId} AND available_fen >= ${draw.amountFen}`);
      if (taken === 0) throw await this.exceeded(tx, projectId, draw);
      await this.record(tx, 'reserve', draw, orderId, actor.id);
      await tx.execute(sql`
        INSERT INTO order_draw (order_id, indicator_id, amount_fen)
        VALUES (${orderId}, ${draw.indicatorId}, ${draw.amountFen})`);
    }
  }

  /** The bank has credited: reserved becomes paid, draw after draw. */
  async pay(tx: Transaction, orderId: string, amountFen: Fen): Promise<void> {
    await this.spread(tx, orderId, amountFen, 'pay');
  }

  /** A credit was reversed: paid becomes reserved again. */
  async unpay(tx: Transaction, orderId: string, amountFen: Fen): Promise<void> {
    await this.spread(tx, orderId, amountFen, 'unpay');
  }

  /** What will not be paid goes back to available: a refused or cancelled order, or bounced money whose refund has its voucher. */
  async release(tx: Transaction, orderId: string, amountFen: Fen): Promise<void> {
    await this.spread(tx, orderId, amountFen, 'release');
  }

  find(tx: Transaction, id: string): Promise<IndicatorView> {
    return tx.one<IndicatorView>(sql`SELECT ${view} FROM indicator WHERE id = ${id}`);
  }

  list(
    query: { projectId?: string | undefined; budgetYear?: number | undefined },
    after: string | undefined,
    limit: number,
  ): Promise<IndicatorView[]> {
    return this.database.query<IndicatorView>(sql`
      SELECT ${view}
      FROM indicator
      WHERE (${query.projectId ?? null}::uuid IS NULL OR project_id = ${query.projectId ?? null})
        AND (${query.budgetYear ?? null}::int IS NULL OR budget_year = ${query.budgetYear ?? null})
        AND (${after ?? null}::uuid IS NULL OR id > ${after ?? null})
      ORDER BY id
      LIMIT ${limit}`);
  }

  async totals(): Promise<z.output<typeof paymentOrchestrationApi.indicatorTotals>> {
    const [totals] = await this.database.query<z.output<typeof paymentOrchestrationApi.indicatorTotals>>(sql`
      SELECT COALESCE(sum(granted_fen), 0)::text AS "grantedFen", COALESCE(sum(available_fen), 0)::text AS "availableFen",
             COALESCE(sum(reserved_fen), 0)::text AS "reservedFen", COALESCE(sum(paid_fen), 0)::text AS "paidFen"
      FROM indicator`);
    if (!totals) throw new Error('a sum gave no row');
    return totals;
  }

  /**
   * An order may draw on several indicators: an amount is taken from each in turn, as far as it goes. Every answer of the order waits for these
   * rows, so it is one statement; it takes the draws first and then the indicators, both in the order of `inLockOrder`.
   */
  private async spread(tx: Transaction, orderId: string, amountFen: Fen, kind: Exclude<Movement, 'grant' | 'reserve'>): Promise<void> {
    const paid = { pay: 1, unpay: -1, release: 0 }[kind];
    const released = kind === 'release' ? 1 : 0;
    const { moved } = await tx.one<{ moved: string }>(sql`
      WITH draw AS MATERIALIZED (
        SELECT indicator_id, CASE WHEN ${paid}::int < 0 THEN paid_fen ELSE amount_fen - paid_fen - released_fen END AS room
        FROM order_draw
        WHERE order_id = ${orderId}
        ORDER BY indicator_id
        FOR UPDATE),
      part AS MATERIALIZED (
        SELECT indicator_id, LEAST(room, ${amountFen} - before)::bigint AS fen
        FROM (SELECT indicator_id, room, sum(room) OVER (ORDER BY indicator_id) - room AS before FROM draw) d
        WHERE room > 0 AND before < ${amountFen}),
      held AS MATERIALIZED (
        SELECT i.id, i.county_code FROM indicator i WHERE i.id IN (SELECT indicator_id FROM part) ORDER BY i.id FOR NO KEY UPDATE),
      drawn AS (
        UPDATE order_draw d
        SET paid_fen = d.paid_fen + ${paid}::int * p.fen, released_fen = d.released_fen + ${released}::int * p.fen
        FROM part p
        WHERE d.order_id = ${orderId} AND d.indicator_id = p.indicator_id),
      moved AS (
        UPDATE indicator i
        SET reserved_fen = i.reserved_fen - ${paid + released}::int * p.fen, paid_fen = i.paid_fen + ${paid}::int * p.fen,
            available_fen = i.available_fen + ${released}::int * p.fen
        FROM part p
        JOIN held h ON h.id = p.indicator_id
        WHERE i.id = h.id
        RETURNING i.id, i.county_code, p.fen),
      recorded AS (
        INSERT INTO indicator_movement (county_code, indicator_id, order_id, kind, amount_fen, at)
        SELECT county_code, id, ${orderId}::uuid, ${kind}, fen, ${await tx.now()}::timestamptz FROM moved ORDER BY id
        RETURNING amount_fen)
      SELECT COALESCE(sum(amount_fen), 0)::text AS moved FROM recorded`);
    if (BigInt(moved) !== amountFen) throw new Error(`order ${orderId} has only ${moved} fen reserved to ${kind} ${amountFen}`);
  }

  private async record(tx: Transaction, kind: Movement, draw: Draw, orderId: string | null, actor: string | null): Promise<void> {
    await tx.execute(sql`
      INSERT INTO indicator_movement (county_code, indicator_id, order_id, kind, amount_fen, at, by_actor)
      SELECT county_code, id, ${orderId}, ${kind}, ${draw.amountFen}, ${await tx.now()}, ${actor}
      FROM indicator
      WHERE id = ${draw.indicatorId}`);
  }

  private async exceeded(tx: Transaction, projectId: string, { indicatorId, amountFen }: Draw): Promise<DomainError> {
    const indicator = await tx.maybe<{ document_no: string; available_fen: string }>(sql`
      SELECT document_no, available_fen FROM indicator WHERE id = ${indicatorId} AND project_id = ${projectId}`);
    if (!indicator) {
      return new DomainError('indicator-of-other-project', 422, {
        zh: `指标 ${indicatorId} 不存在或不属于本项目`,
        en: `Indicator ${indicatorId} does not exist or belongs to another project`,
      });
    }
    const [available, needed] = [formatYuan(BigInt(indicator.available_fen)), formatYuan(amountFen)];
    return new DomainError(
      'indicator-exceeded',
      409,
      {
        zh: `指标 ${indicator.document_no} 可用 ${available} 元,本次需要 ${needed} 元`,
        en: `Indicator ${indicator.document_no} has ${available} yuan available, ${needed} are needed`,
      },
      { availableFen: indicator.available_fen, neededFen: String(amountFen) },
    );
  }
}

/** Everybody locks indicators in one order, so that two orders never wait for each other. */
const inLockOrder = (draws: readonly Draw[]) => [...draws].sort((a, b) => (a.indicatorId < b.indicatorId ? -1 : 1));

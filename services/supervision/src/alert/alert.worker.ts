import { Injectable } from '@nestjs/common';
import { Database, sql, type Transaction } from '@one-card/database';
import { formatYuan } from '@one-card/domain';
import { BackgroundWork } from '@one-card/service';
import { config } from '../config';
import { Alerts } from './alerts';
import { stepWords } from './step.words';

const SWEEP_MS = 2_000;

const yuan = (fen: string): string => formatYuan(BigInt(fen));

/** Red flags that come with time: a step is late, or two sources still differ after a while. Settled by itself when that is mended. */
@Injectable()
export class AlertWorker extends BackgroundWork {
  constructor(
    private readonly database: Database,
    private readonly alerts: Alerts,
  ) {
    super({ name: 'red flags by time', sweepMs: SWEEP_MS });
  }

  protected async work(): Promise<boolean> {
    await this.database.transaction(async (tx) => {
      await this.late(tx);
      await this.differing(tx);
    });
    return false;
  }

  /** 二.二.2: each step has its limit in working days. */
  private async late(tx: Transaction): Promise<void> {
    const late = await tx.query<{ batch_id: string; version: number; state: string; due: string }>(sql`
      SELECT b.batch_id, b.version, b.state, to_char(b.due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS due
      FROM batch_watch b
      WHERE b.due_at < ${await tx.now()} AND NOT EXISTS (SELECT FROM alert a WHERE a.flag = 'late' AND a.about = 'batch ' || b.batch_id || ' due ' || to_char(b.due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'))`);
    for (const { batch_id, state, due } of late) {
      await this.alerts.raise(tx, {
        flag: 'late',
        about: `batch ${batch_id} due ${due}`,
        batchId: batch_id,
        zh: `批次的“${stepWords(state).zh}”环节应于 ${due} 前办结,已逾期`,
        en: `The batch's step “${stepWords(state).en}” was due by ${due} and is late`,
      });
    }
    const done = await tx.query<{ about: string }>(sql`
      SELECT a.about
      FROM alert a
      JOIN batch_watch b ON b.batch_id = a.batch_id
      WHERE a.flag = 'late' AND a.state = 'open' AND (b.due_at IS NULL OR b.due_at >= ${await tx.now()})`);
    for (const { about } of done) await this.alerts.settle(tx, 'late', about);
  }

  /** A roll's own total against the lines that were heard of. They travel on different topics, so a difference has to last. */
  private async differing(tx: Transaction): Promise<void> {
    const rolls = await tx.query<{ roll_id: string; batch_id: string; division_code: string; entered: string; heard: string }>(sql`
      SELECT r.roll_id, r.batch_id, r.division_code, r.entered_fen AS entered, COALESCE(h.fen, 0) AS heard
      FROM roll_watch r
      LEFT JOIN LATERAL (
        SELECT sum(o.lines) AS lines, sum(o.amount_fen) AS fen FROM outcome_count o WHERE o.roll_id = r.roll_id AND o.revision = r.revision) h ON true
      WHERE r.state NOT IN ('issued', 'matching') AND r.heard_at < now() - make_interval(secs => ${config.differenceGraceMs / 1000})
        AND (r.entered_lines, r.entered_fen) IS DISTINCT FROM (COALESCE(h.lines, 0), COALESCE(h.fen, 0))
        AND NOT EXISTS (SELECT FROM alert a WHERE a.flag = 'control-total-differs' AND a.about = 'roll ' || r.roll_id)`);
    for (const { roll_id, batch_id, division_code, entered, heard } of rolls) {
      await this.alerts.raise(tx, {
        flag: 'control-total-differs',
        about: `roll ${roll_id}`,
        batchId: batch_id,
        divisionCode: division_code,
        zh: `花名册合计 ${yuan(entered)} 元与明细合计 ${yuan(heard)} 元不符`,
        en: `The roll's total of ${yuan(entered)} yuan differs from its lines' ${yuan(heard)} yuan`,
      });
    }
  }
}

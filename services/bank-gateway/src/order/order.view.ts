import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { notFound } from '@one-card/service';
import { config } from '../config';

interface Row {
  bankCode: string;
  voucherNo: string;
  fundedFen: string;
  orderedCount: number;
  orderedFen: string;
  creditedCount: number;
  creditedFen: string;
  bouncedCount: number;
  bouncedFen: string;
  refundedFen: string;
  heldFen: string;
}
type FileCounts = Record<'ready' | 'sent' | 'unknown' | 'settled' | 'refused', number>;

/** The treasury's leg of money as the banks told it. */
@Injectable()
export class OrderView {
  constructor(private readonly database: Database) {}

  async of(orderId: string) {
    const rows = await this.database.query<Row>(sql`
      SELECT bank_code AS "bankCode", voucher_no AS "voucherNo", funded_fen AS "fundedFen", ordered_count AS "orderedCount", ordered_fen AS "orderedFen",
             credited_count AS "creditedCount", credited_fen AS "creditedFen", bounced_count AS "bouncedCount", bounced_fen AS "bouncedFen",
             refunded_fen AS "refundedFen", held_fen AS "heldFen"
      FROM order_bank
      WHERE county_code = ${config.countyCode} AND order_id = ${orderId}
      ORDER BY bank_code`);
    if (rows.length === 0) throw notFound({ zh: '拨付', en: 'order' }, orderId);
    const files = await this.filesOf(orderId);
    return { orderId, banks: rows.map((row) => bankOf(row, files.get(row.bankCode))) };
  }

  async totals() {
    const row = await this.database.maybe<Record<'funded' | 'credited' | 'bounced' | 'refunded' | 'held' | 'credits' | 'bounces', string>>(sql`
      SELECT COALESCE(sum(funded_fen), 0) AS funded, COALESCE(sum(credited_fen), 0) AS credited, COALESCE(sum(bounced_fen), 0) AS bounced,
             COALESCE(sum(refunded_fen), 0) AS refunded, COALESCE(sum(held_fen), 0) AS held,
             COALESCE(sum(credited_count), 0) AS credits, COALESCE(sum(bounced_count), 0) AS bounces
      FROM order_bank
      WHERE county_code = ${config.countyCode}`);
    return {
      fundedFen: row?.funded ?? '0',
      credited: { count: Number(row?.credits ?? 0), amountFen: row?.credited ?? '0' },
      bounced: { count: Number(row?.bounces ?? 0), amountFen: row?.bounced ?? '0' },
      refundedFen: row?.refunded ?? '0',
      heldFen: row?.held ?? '0',
    };
  }

  private async filesOf(orderId: string): Promise<Map<string, FileCounts>> {
    const rows = await this.database.query<{ bank: string; counts: Partial<FileCounts> }>(sql`
      SELECT bank, jsonb_object_agg(state, files) AS counts
      FROM (
        SELECT bank, state, sum(files) AS files
        FROM (
          SELECT bank_code AS bank, state, count(*) AS files
          FROM bank_file
          WHERE county_code = ${config.countyCode} AND order_id = ${orderId} AND state <> 'void'
          GROUP BY bank_code, state
          UNION ALL
          -- what is gathered for the next file
          SELECT DISTINCT bank_code, 'ready', 1
          FROM file_part
          WHERE county_code = ${config.countyCode} AND order_id = ${orderId} AND file_id IS NULL) AS counted
        GROUP BY bank, state) AS by_state
      GROUP BY bank`);
    return new Map(rows.map(({ bank, counts }) => [bank, { ...NONE, ...counts }]));
  }
}

const NONE: FileCounts = { ready: 0, sent: 0, unknown: 0, settled: 0, refused: 0 };

function bankOf(row: Row, files: FileCounts = NONE) {
  return {
    bankCode: row.bankCode,
    voucherNo: row.voucherNo,
    fundedFen: row.fundedFen,
    ordered: { count: row.orderedCount, amountFen: row.orderedFen },
    credited: { count: row.creditedCount, amountFen: row.creditedFen },
    bounced: { count: row.bouncedCount, amountFen: row.bouncedFen },
    refundedFen: row.refundedFen,
    heldFen: row.heldFen,
    files,
  };
}

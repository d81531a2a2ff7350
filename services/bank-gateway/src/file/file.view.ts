import { Injectable } from '@nestjs/common';
import { bankGatewayApi } from '@one-card/contracts';
import { Database, empty, sql } from '@one-card/database';
import { decodeCursor, page } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';

type FileQuery = z.output<typeof bankGatewayApi.bankFileQuery>;

interface Row {
  fileId: string;
  orderId: string;
  orderNo: string;
  bankCode: string;
  state: (typeof bankGatewayApi.BANK_FILE_STATES)[number];
  count: number;
  amountFen: string;
  answeredCount: number;
  answeredFen: string;
  tries: number;
  reason: string | null;
  builtAt: Date;
  remedy: z.output<typeof bankGatewayApi.bankFileRemedy> | null;
}

const IN_FLIGHT = ['ready', 'unknown', 'sent', 'refused'];

/** Files and where they stand, the newest first: their ids grow. */
@Injectable()
export class FileView {
  constructor(private readonly database: Database) {}

  async list({ state, orderId, bankCode, limit, cursor }: FileQuery) {
    const [before] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const states = state === 'inFlight' ? IN_FLIGHT : [state];
    const rows = await this.database.query<Row>(sql`
      SELECT f.file_id AS "fileId", f.order_id AS "orderId", b.order_no AS "orderNo", f.bank_code AS "bankCode", f.state, f.count,
             f.amount_fen AS "amountFen", f.answered_count AS "answeredCount", f.answered_fen AS "answeredFen", f.tries, f.reason,
             f.built_at AS "builtAt", f.remedy
      FROM bank_file f
      JOIN order_bank b USING (county_code, order_id, bank_code)
      WHERE f.county_code = ${config.countyCode}
        ${state === undefined ? empty : sql`AND f.state = ANY (${states}::text[])`}
        ${orderId === undefined ? empty : sql`AND f.order_id = ${orderId}`}
        ${bankCode === undefined ? empty : sql`AND f.bank_code = ${bankCode}`}
        ${before === undefined ? empty : sql`AND f.file_id < ${before}`}
      ORDER BY f.file_id DESC
      LIMIT ${limit + 1}`);
    const { items, next } = page(rows, limit, ({ fileId }) => [fileId]);
    return { items: items.map(viewOf), next };
  }
}

function viewOf({ count, amountFen, answeredCount, answeredFen, builtAt, ...same }: Row) {
  const [total, answered] = [
    { count, amountFen },
    { count: answeredCount, amountFen: answeredFen },
  ];
  return { ...same, total, answered, builtAt: builtAt.toISOString() };
}

import type { Outcome, paymentOrchestrationApi, Reason } from '@one-card/contracts';
import { sql } from '@one-card/database';
import type { z } from 'zod';

export type LineView = z.output<typeof paymentOrchestrationApi.lineView>;

/** A row of `line_state`. */
export interface LineRow {
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

export const LINE_COLUMNS = sql`line, roll_id, batch_id, revision, row_no, village_code, beneficiary, payee, payee_basis, subject_ref, quantity_milli,
  rate_fen, amount_fen, bank_code, outcome, reasons`;

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

export const lineViewOf = (row: LineRow): LineView => ({
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

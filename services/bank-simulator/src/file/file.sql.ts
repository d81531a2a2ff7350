import type { BankFile, BankFileBlock, BankFileStatus } from '@one-card/contracts';
import { sql, type Sql, type Transaction } from '@one-card/database';
import { DomainError } from '@one-card/service';
import { BOUNCES } from '../account/account.rules';

/** Statements over a whole file: none for a line. */

/** False when the id is taken. Two posts of the same file wait for each other here. */
export async function keepFile(file: BankFile, state: 'accepted' | 'refused', reason: string | null, tx: Transaction): Promise<boolean> {
  const kept = await tx.execute(sql`
    INSERT INTO bank_file (file_id, bank_code, order_id, digest, count, amount_fen, state, reason, business_date)
    VALUES (${file.fileId}, ${file.bankCode}, ${file.orderId}, ${file.digest}, ${file.count}, ${file.amountFen}, ${state}, ${reason}, ${file.businessDate})
    ON CONFLICT (file_id) DO NOTHING`);
  return kept === 1;
}

export function knownFile(fileId: string, tx: Transaction): Promise<{ digest: string }> {
  return tx.one<{ digest: string }>(sql`SELECT digest FROM bank_file WHERE file_id = ${fileId}`);
}

export interface KeptFile {
  /** whose word it is */
  readonly bankCode: string;
  readonly status: BankFileStatus;
}

/** A KeptFile: what the bank says of it, yet unsigned. */
export function statusOf(fileId: string): Sql {
  return sql`
    SELECT bank_code AS "bankCode",
           jsonb_build_object('fileId', file_id, 'state', state, 'reason', reason, 'parts', parts, 'signature', NULL, 'answered',
             CASE state WHEN 'accepted' THEN jsonb_build_object('count', count, 'amountFen', amount_fen::text)
                        ELSE jsonb_build_object('count', 0, 'amountFen', '0') END) AS status
    FROM bank_file
    WHERE file_id = ${fileId}`;
}

/** The voucher may still be on its way from the treasury: then the file is not taken, and nothing is said against it. */
export async function fundingFault({ bankCode, orderId, voucherNo, orderFunding }: BankFile, tx: Transaction): Promise<string | undefined> {
  const funding = await tx.maybe<{ voucher: string; amount: string }>(sql`
    SELECT voucher_no AS voucher, amount_fen AS amount
    FROM funding
    WHERE bank_code = ${bankCode} AND order_id = ${orderId}`);
  if (funding === undefined) {
    throw new DomainError('not-funded', 409, {
      zh: `代发户尚未收到凭证 ${voucherNo} 的款项`,
      en: `The paying account has not been funded by voucher ${voucherNo} yet`,
    });
  }
  return funding.voucher === voucherNo && funding.amount === orderFunding ? undefined : '拨款凭证或金额不符';
}

/** What became of a file's lines, in its order, and the sums. `entered` is less than its count where an instruction was seen before. */
export interface Entered {
  readonly entered: number;
  readonly rawCode: (string | null)[];
  readonly entryNo: (number | null)[];
  readonly creditedCount: number;
  readonly creditedFen: string;
  readonly bouncedCount: number;
  readonly bouncedFen: string;
}

/** Arrays for PostgreSQL out of digits and bytes: the driver would look through each value for what must be quoted. */
const digits = (values: readonly string[]): string => `{${values.join(',')}}`;
const bytes = (values: readonly Buffer[]): string => `{${values.map((value) => `"\\\\x${value.toString('hex')}"`).join(',')}}`;

/**
 * Enters the instructions with the verdict on each, and credits the cards of all that nothing stands against. An instruction that was ever
 * entered before is not entered again: then the file is refused, and what this wrote is rolled back. LATERAL … LIMIT 1 holds the planner to
 * a look-up an account: without statistics it reads all the accounts of the bank for each file.
 */
export function enter(
  file: BankFile,
  block: BankFileBlock,
  accounts: readonly Buffer[],
  names: readonly Buffer[],
  tx: Transaction,
): Promise<Entered> {
  return tx.one<Entered>(sql`
    WITH told AS MATERIALIZED (
      SELECT *
      FROM unnest(${digits(block.instructionId)}::text[], ${bytes(accounts)}::bytea[], ${bytes(names)}::bytea[], ${digits(block.amountFen)}::bigint[])
        WITH ORDINALITY AS part (instruction_id, account_hash, name_hash, amount_fen, place)),
    judged AS MATERIALIZED (
      SELECT told.instruction_id, told.account_hash, told.amount_fen, told.place,
             CASE WHEN a.state IS NULL THEN ${BOUNCES.missing.code}
                  WHEN a.state = 'closed' THEN ${BOUNCES.closed.code}
                  WHEN a.state = 'frozen' THEN ${BOUNCES.frozen.code}
                  WHEN a.state = 'limit' THEN ${BOUNCES.limit.code}
                  WHEN a.state = 'inactive' THEN ${BOUNCES.inactive.code}
                  WHEN a.state = 'other' THEN ${BOUNCES.other.code}
                  WHEN a.name_hash <> told.name_hash THEN ${BOUNCES.nameDiffers.code} END AS raw_code
      FROM told
      LEFT JOIN LATERAL (
        SELECT * FROM account WHERE bank_code = ${file.bankCode} AND account_hash = told.account_hash LIMIT 1) a ON true),
    entered AS (
      INSERT INTO instruction (instruction_id, bank_code, file_id, account_hash, amount_fen, raw_code)
      SELECT instruction_id, ${file.bankCode}, ${file.fileId}, account_hash, amount_fen, raw_code
      FROM judged
      ON CONFLICT (instruction_id) DO NOTHING
      RETURNING 1),
    posted AS (
      INSERT INTO entry (bank_code, instruction_id, account_hash, amount_fen, booked_at)
      SELECT ${file.bankCode}, instruction_id, account_hash, amount_fen, ${file.businessDate}::timestamptz
      FROM judged
      WHERE raw_code IS NULL
      ORDER BY place
      RETURNING instruction_id, entry_no)
    SELECT (SELECT count(*)::integer FROM entered) AS entered,
           json_agg(j.raw_code ORDER BY j.place) AS "rawCode", json_agg(p.entry_no ORDER BY j.place) AS "entryNo",
           (count(*) FILTER (WHERE j.raw_code IS NULL))::integer AS "creditedCount",
           COALESCE(sum(j.amount_fen) FILTER (WHERE j.raw_code IS NULL), 0) AS "creditedFen",
           (count(*) FILTER (WHERE j.raw_code IS NOT NULL))::integer AS "bouncedCount",
           COALESCE(sum(j.amount_fen) FILTER (WHERE j.raw_code IS NOT NULL), 0) AS "bouncedFen"
    FROM judged j
    LEFT JOIN posted p USING (instruction_id)`);
}

/** True when this was the last of what the voucher brought: nobody tells a bank how many files an order has. */
export async function bookFunding(
  { bankCode, orderId }: BankFile,
  sums: Omit<Entered, 'entered' | 'rawCode' | 'entryNo'>,
  tx: Transaction,
): Promise<boolean> {
  const { whole } = await tx.one<{ whole: boolean }>(sql`
    UPDATE funding
    SET credited_count = credited_count + ${sums.creditedCount},
        credited_fen = credited_fen + ${sums.creditedFen}::bigint,
        bounced_count = bounced_count + ${sums.bouncedCount},
        bounced_fen = bounced_fen + ${sums.bouncedFen}::bigint
    WHERE bank_code = ${bankCode} AND order_id = ${orderId}
    RETURNING credited_fen + bounced_fen = amount_fen AS whole`);
  return whole;
}

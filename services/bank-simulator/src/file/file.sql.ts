import type { BankFile, BankFileBlock } from '@one-card/contracts';
import { sql, type Sql, type Transaction } from '@one-card/database';
import { DomainError } from '@one-card/service';
import { BOUNCES } from '../account/account.rules';
import type { Done, sumsOf } from './file.rules';

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

/** A bankFileStatus. */
export function statusOf(fileId: string): Sql {
  return sql`
    SELECT file_id AS "fileId", state, reason, parts,
           CASE state WHEN 'accepted' THEN jsonb_build_object('count', count, 'amountFen', amount_fen::text)
                      ELSE jsonb_build_object('count', 0, 'amountFen', '0') END AS answered
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

interface Verdict {
  readonly instructionId: string;
  readonly amountFen: string;
  readonly accountHash: Buffer;
  readonly rawCode: string | null;
}

/** Enters the instructions with the verdict on each; an instruction that was ever entered before is not entered again. */
export function enter(file: BankFile, block: BankFileBlock, accounts: Buffer[], names: Buffer[], tx: Transaction): Promise<Verdict[]> {
  return tx.query<Verdict>(sql`
    INSERT INTO instruction (instruction_id, bank_code, file_id, account_hash, amount_fen, raw_code)
    SELECT told.instruction_id, ${file.bankCode}, ${file.fileId}, told.account_hash, told.amount_fen,
           CASE WHEN a.state IS NULL THEN ${BOUNCES.missing.code}
                WHEN a.state = 'closed' THEN ${BOUNCES.closed.code}
                WHEN a.state = 'frozen' THEN ${BOUNCES.frozen.code}
                WHEN a.state = 'limit' THEN ${BOUNCES.limit.code}
                WHEN a.state = 'inactive' THEN ${BOUNCES.inactive.code}
                WHEN a.state = 'other' THEN ${BOUNCES.other.code}
                WHEN a.name_hash <> told.name_hash THEN ${BOUNCES.nameDiffers.code} END
    FROM unnest(${block.instructionId}::text[], ${accounts}::bytea[], ${names}::bytea[], ${block.amountFen}::bigint[])
      AS told (instruction_id, account_hash, name_hash, amount_fen)
    LEFT JOIN account a ON a.bank_code = ${file.bankCode} AND a.account_hash = told.account_hash
    ON CONFLICT (instruction_id) DO NOTHING
    RETURNING instruction_id AS "instructionId", amount_fen AS "amountFen", account_hash AS "accountHash", raw_code AS "rawCode"`);
}

/** Credits the cards of all that nothing stands against. */
export async function post({ bankCode, businessDate }: BankFile, verdicts: readonly Verdict[], tx: Transaction): Promise<Done[]> {
  const good = verdicts.filter(({ rawCode }) => rawCode === null);
  const entries = await tx.query<{ instructionId: string; entryNo: string }>(sql`
    INSERT INTO entry (bank_code, instruction_id, account_hash, amount_fen, booked_at)
    SELECT ${bankCode}, instruction_id, account_hash, amount_fen, ${businessDate}::timestamptz
    FROM unnest(${good.map(({ instructionId }) => instructionId)}::text[], ${good.map(({ accountHash }) => accountHash)}::bytea[],
                ${good.map(({ amountFen }) => amountFen)}::bigint[]) AS good (instruction_id, account_hash, amount_fen)
    RETURNING instruction_id AS "instructionId", entry_no AS "entryNo"`);
  const numbers = new Map(entries.map(({ instructionId, entryNo }) => [instructionId, entryNo]));
  return verdicts.map(({ instructionId, amountFen, rawCode }) => ({
    instructionId,
    amountFen,
    rawCode,
    entryNo: numbers.get(instructionId) ?? null,
  }));
}

/** True when this was the last of what the voucher brought: nobody tells a bank how many files an order has. */
export async function bookFunding({ bankCode, orderId }: BankFile, sums: ReturnType<typeof sumsOf>, tx: Transaction): Promise<boolean> {
  const { whole } = await tx.one<{ whole: boolean }>(sql`
    UPDATE funding
    SET credited_count = credited_count + ${sums.creditedCount},
        credited_fen = credited_fen + ${sums.creditedFen},
        bounced_count = bounced_count + ${sums.bouncedCount},
        bounced_fen = bounced_fen + ${sums.bouncedFen}
    WHERE bank_code = ${bankCode} AND order_id = ${orderId}
    RETURNING credited_fen + bounced_fen = amount_fen AS whole`);
  return whole;
}

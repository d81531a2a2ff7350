import { Injectable } from '@nestjs/common';
import { bankSimulatorApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { z } from 'zod';

type Ledger = z.output<typeof bankSimulatorApi.ledgerView>;
type BankLedger = Ledger['byBank'][number];

interface Row {
  bankCode: string;
  fundedFen: string;
  creditedCount: string;
  creditedFen: string;
  bouncedCount: string;
  bouncedFen: string;
  refundedFen: string;
}

/** The bank's own books: what was credited is read from the entries, not from anybody's sums. */
@Injectable()
export class LedgerService {
  constructor(private readonly database: Database) {}

  async view(): Promise<Ledger> {
    const byBank = (await this.rows()).map(bankOf);
    const fen = (of: (bank: BankLedger) => string) => String(byBank.reduce((sum, bank) => sum + BigInt(of(bank)), 0n));
    const count = (of: (bank: BankLedger) => number) => byBank.reduce((sum, bank) => sum + of(bank), 0);
    return {
      fundedFen: fen((bank) => bank.fundedFen),
      credited: { count: count((bank) => bank.credited.count), amountFen: fen((bank) => bank.credited.amountFen) },
      bounced: { count: count((bank) => bank.bounced.count), amountFen: fen((bank) => bank.bounced.amountFen) },
      refundedFen: fen((bank) => bank.refundedFen),
      heldFen: fen((bank) => bank.heldFen),
      ...(await this.faults()),
      byBank,
    };
  }

  private rows(): Promise<Row[]> {
    return this.database.query<Row>(sql`
      SELECT p.bank_code AS "bankCode", p.funded_fen AS "fundedFen", COALESCE(e.count, 0) AS "creditedCount", COALESCE(e.fen, 0) AS "creditedFen",
             p.bounced_count AS "bouncedCount", p.bounced_fen AS "bouncedFen", p.refunded_fen AS "refundedFen"
      FROM paying_account p
      LEFT JOIN (SELECT bank_code, count(*) AS count, sum(amount_fen) AS fen FROM entry GROUP BY bank_code) AS e USING (bank_code)
      ORDER BY p.bank_code`);
  }

  /** A line is its instruction id without the attempt: paid by two attempts, it is paid twice. */
  private async faults(): Promise<Pick<Ledger, 'creditedTwice' | 'creditedUnordered'>> {
    const row = await this.database.maybe<{ twice: number; unordered: number }>(sql`
      SELECT (SELECT count(*)::integer FROM (SELECT 1 FROM entry GROUP BY left(instruction_id, 21) HAVING count(*) > 1) AS more) AS twice,
             (SELECT count(*)::integer
              FROM entry e
              LEFT JOIN instruction i ON i.instruction_id = e.instruction_id AND i.raw_code IS NULL AND i.amount_fen = e.amount_fen
              WHERE i.instruction_id IS NULL) AS unordered`);
    return { creditedTwice: row?.twice ?? 0, creditedUnordered: row?.unordered ?? 0 };
  }
}

function bankOf(row: Row): BankLedger {
  return {
    bankCode: row.bankCode,
    fundedFen: row.fundedFen,
    credited: { count: Number(row.creditedCount), amountFen: row.creditedFen },
    bounced: { count: Number(row.bouncedCount), amountFen: row.bouncedFen },
    refundedFen: row.refundedFen,
    heldFen: String(BigInt(row.fundedFen) - BigInt(row.creditedFen) - BigInt(row.refundedFen)),
  };
}

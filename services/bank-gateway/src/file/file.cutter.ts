import { Injectable } from '@nestjs/common';
import type { BankFileBlock } from '@one-card/contracts';
import { Database, sql, Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { BackgroundWork } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import { BankPort, type BuiltFile } from '../banks/bank.port';
import { config } from '../config';

interface OrderAtBank {
  readonly countyCode: string;
  readonly orderId: string;
  readonly bankCode: string;
}

interface Part {
  readonly partId: string;
  readonly sealed: Buffer;
}

/**
 * Gathers an order's parts of one bank into files: what a file costs us and the bank hangs on its number more than on its size. A part is never
 * divided and stands in one file; a file's bytes are made here, once. A process that dies before the commit has cut nothing.
 */
@Injectable()
export class FileCutter extends BackgroundWork {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly bank: BankPort,
  ) {
    super({ name: 'cutting bank files', sweepMs: config.sweepMs, nudgedBy: database });
  }

  protected async work(): Promise<boolean> {
    let cut = 0;
    for (const order of await this.ripe()) cut += await this.database.transaction((tx) => this.cut(order, tx));
    return cut > 0;
  }

  /** Where there is enough for a full file, or nothing more to come: what an order funds at a bank is told by its first chunk. */
  private ripe(): Promise<OrderAtBank[]> {
    return this.database.query<OrderAtBank>(sql`
      SELECT p.county_code AS "countyCode", p.order_id AS "orderId", p.bank_code AS "bankCode"
      FROM file_part p
      JOIN order_bank b USING (county_code, order_id, bank_code)
      WHERE p.file_id IS NULL
      GROUP BY p.county_code, p.order_id, p.bank_code, b.ordered_count, b.funded_count
      HAVING b.ordered_count = b.funded_count OR sum(p.count) >= ${config.fileLines}
          OR max(p.made_at) <= clock_timestamp() - ${config.fileWaitMs} * interval '1 millisecond'
      ORDER BY min(p.made_at)`);
  }

  /** 0 when another replica was faster. */
  private async cut(order: OrderAtBank, tx: Transaction): Promise<number> {
    const parts = await takeParts(order, tx);
    if (parts.length === 0) return 0;
    const { countyCode, orderId, bankCode } = order;
    const funding = await tx.one<{ voucherNo: string; fundedFen: string }>(sql`
      SELECT voucher_no AS "voucherNo", funded_fen AS "fundedFen"
      FROM order_bank
      WHERE county_code = ${countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode}`);
    const fileId = uuidv7();
    const lines = joined(parts.map(({ sealed }) => blockOf(this.vault.openText(sealed))));
    const file = await this.bank.build({ fileId, bankCode, orderId, ...funding, at: await tx.now(), lines });
    await keep(order, fileId, file, tx);
    return tx.execute(sql`
      UPDATE file_part
      SET file_id = ${fileId}
      WHERE county_code = ${countyCode} AND part_id = ANY (${parts.map(({ partId }) => partId)}::uuid[])`);
  }
}

/** The oldest parts that fit into one file, and at least one. */
function takeParts({ countyCode, orderId, bankCode }: OrderAtBank, tx: Transaction): Promise<Part[]> {
  return tx.query<Part>(sql`
    WITH open AS (
      SELECT part_id, sum(count) OVER (ORDER BY made_at, part_id) AS upto, count
      FROM file_part
      WHERE county_code = ${countyCode} AND order_id = ${orderId} AND bank_code = ${bankCode} AND file_id IS NULL)
    SELECT p.part_id AS "partId", p.sealed
    FROM file_part p
    JOIN open USING (part_id)
    WHERE p.county_code = ${countyCode} AND p.file_id IS NULL AND (open.upto <= ${config.fileLines} OR open.upto = open.count)
    ORDER BY p.made_at, p.part_id
    FOR UPDATE OF p SKIP LOCKED`);
}

async function keep({ countyCode, orderId, bankCode }: OrderAtBank, fileId: string, file: BuiltFile, tx: Transaction): Promise<void> {
  const { count, amountFen, digest, body } = file;
  await tx.execute(sql`
    INSERT INTO bank_file (county_code, file_id, order_id, bank_code, count, amount_fen, digest, body, built_at)
    VALUES (${countyCode}, ${fileId}, ${orderId}, ${bankCode}, ${count}, ${amountFen}, ${digest}, ${body}, ${await tx.now()})`);
}

/** We wrote it ourselves and sealed it, so its columns are what they were. */
const blockOf = (text: string): BankFileBlock => JSON.parse(text) as BankFileBlock;

function joined(blocks: readonly BankFileBlock[]): BankFileBlock {
  const column = (name: keyof BankFileBlock): string[] => blocks.flatMap((block) => block[name]);
  return {
    instructionId: column('instructionId'),
    name: column('name'),
    account: column('account'),
    cardNo: column('cardNo'),
    amountFen: column('amountFen'),
    memo: column('memo'),
  };
}

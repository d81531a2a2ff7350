import { Injectable } from '@nestjs/common';
import { type LineFacts, policyVersion, project } from '@one-card/contracts';
import { type CopyValue, sql, type Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { placesOf, type Publicity } from '../publicity/publicity.rules';
import { type Moved, movedBy, sumByVillage, type VillageSum } from './payment.rules';

interface Page {
  readonly countyCode: string;
  readonly policyCode: string;
  readonly divisionCode: string;
  readonly year: number;
  readonly publicity: Publicity;
}

const LINE_COLUMNS = ['county_code', 'village_code', 'policy_code', 'line', 'year', 'publicity', 'amount_fen'] as const;

/** The public payment list: what was paid, by village and policy; line by line only where the policy's publicity lets a web page do so. */
@Injectable()
export class PaymentService {
  constructor(private readonly replicas: Replicas) {}

  async take(facts: LineFacts, tx: Transaction): Promise<void> {
    const { paid, unpaid } = movedBy(facts.lines);
    if (paid.length + unpaid.length === 0) return;
    const page = await this.pageOf(facts, tx);
    if (unpaid.length > 0) await takeBack(page, facts, unpaid, tx);
    if (paid.length > 0) await add(page, facts, paid, tx);
    await countRoll(page, facts, { paid, unpaid }, tx);
  }

  private async pageOf({ countyCode, policyCode, divisionCode, projectId }: LineFacts, tx: Transaction): Promise<Page> {
    const { year, policyVersionId } = await this.replicas.get(project, projectId, tx);
    const policy = await this.replicas.get(policyVersion, policyVersionId, tx);
    return { countyCode, policyCode, divisionCode, year, publicity: placesOf(policy).web_result };
  }
}

async function add(page: Page, { lines }: LineFacts, paid: readonly number[], tx: Transaction): Promise<void> {
  const { village, count, fen } = columnsOf(sumByVillage(lines, paid));
  await tx.execute(sql`
    INSERT INTO payment_sum AS s (county_code, policy_code, division_code, village_code, year, publicity, lines, amount_fen)
    SELECT ${page.countyCode}, ${page.policyCode}, ${page.divisionCode}, v.village_code, ${page.year}, ${page.publicity}, v.lines, v.amount_fen
    FROM unnest(${village}::text[], ${count}::int[], ${fen}::bigint[]) AS v (village_code, lines, amount_fen)
    ON CONFLICT (county_code, policy_code, division_code, village_code, year) DO UPDATE
    SET lines = s.lines + excluded.lines, amount_fen = s.amount_fen + excluded.amount_fen, publicity = excluded.publicity`);
  if (page.publicity !== 'totals') await tx.copy('payment_line', LINE_COLUMNS, rowsOf(page, lines, paid));
}

async function takeBack(page: Page, { lines }: LineFacts, unpaid: readonly number[], tx: Transaction): Promise<void> {
  const { village, count, fen } = columnsOf(sumByVillage(lines, unpaid));
  await tx.query(sql`
    SELECT FROM payment_sum
    WHERE county_code = ${page.countyCode} AND policy_code = ${page.policyCode} AND division_code = ${page.divisionCode}
      AND year = ${page.year} AND village_code = ANY(${village})
    ORDER BY village_code
    FOR UPDATE`);
  await tx.execute(sql`
    UPDATE payment_sum s
    SET lines = s.lines - v.lines, amount_fen = s.amount_fen - v.amount_fen
    FROM unnest(${village}::text[], ${count}::int[], ${fen}::bigint[]) AS v (village_code, lines, amount_fen)
    WHERE s.county_code = ${page.countyCode} AND s.policy_code = ${page.policyCode} AND s.division_code = ${page.divisionCode}
      AND s.year = ${page.year} AND s.village_code = v.village_code`);
  await tx.execute(sql`
    DELETE FROM payment_line p
    USING unnest(${unpaid.map((at) => lines.villageCode[at])}::text[], ${unpaid.map((at) => lines.line[at])}::bigint[]) AS l (village_code, line)
    WHERE p.county_code = ${page.countyCode} AND p.policy_code = ${page.policyCode} AND p.village_code = l.village_code AND p.line = l.line`);
}

/** Beside the public sums, for the comparison with payment by batch. */
async function countRoll(
  { countyCode, publicity }: Page,
  { rollId, batchId, lines }: LineFacts,
  { paid, unpaid }: Moved,
  tx: Transaction,
): Promise<void> {
  const fenOf = (some: readonly number[]) => some.reduce((sum, at) => sum + BigInt(lines.amountFen[at] ?? '0'), 0n);
  await tx.execute(sql`
    INSERT INTO roll_sum AS s (county_code, roll_id, batch_id, singly, lines, amount_fen)
    VALUES (${countyCode}, ${rollId}, ${batchId}, ${publicity !== 'totals'}, ${paid.length - unpaid.length}, ${fenOf(paid) - fenOf(unpaid)})
    ON CONFLICT (county_code, roll_id) DO UPDATE
    SET lines = s.lines + excluded.lines, amount_fen = s.amount_fen + excluded.amount_fen, singly = excluded.singly`);
}

function columnsOf(sums: readonly [string, VillageSum][]): { village: string[]; count: number[]; fen: bigint[] } {
  return { village: sums.map(([code]) => code), count: sums.map(([, { lines }]) => lines), fen: sums.map(([, { amountFen }]) => amountFen) };
}

function* rowsOf(
  { countyCode, policyCode, year, publicity }: Page,
  lines: LineFacts['lines'],
  paid: readonly number[],
): Iterable<readonly CopyValue[]> {
  for (const at of paid)
    yield [countyCode, lines.villageCode[at] ?? '', policyCode, lines.line[at] ?? 0, year, publicity, lines.amountFen[at] ?? '0'];
}

import { Injectable } from '@nestjs/common';
import { type LineFacts, policyVersion, project } from '@one-card/contracts';
import { type CopyValue, Gathered, join, sql, type Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { placesOf, type Publicity } from '../publicity/publicity.rules';
import { movedBy, sumByVillage, type VillageSum } from './payment.rules';

interface Page {
  readonly countyCode: string;
  readonly policyCode: string;
  readonly divisionCode: string;
  readonly year: number;
  readonly publicity: Publicity;
}

/** What a message says was paid. */
interface Added {
  readonly page: Page;
  readonly facts: LineFacts;
  readonly paid: readonly number[];
}

type Sum = Page & VillageSum & { readonly villageCode: string };

const LINE_COLUMNS = ['county_code', 'village_code', 'policy_code', 'line', 'year', 'publicity', 'amount_fen'] as const;

/** The public payment list: what was paid, by village and policy; line by line only where the policy's publicity lets a web page do so. */
@Injectable()
export class PaymentService {
  private readonly added = new Gathered((): Added[] => [], addAll);

  constructor(private readonly replicas: Replicas) {}

  async take(facts: LineFacts, tx: Transaction): Promise<void> {
    const { paid, unpaid } = movedBy(facts.lines);
    if (paid.length + unpaid.length === 0) return;
    const page = await this.pageOf(facts, tx);
    if (unpaid.length > 0) {
      // What an earlier message of the transaction paid must be there to be taken back.
      await this.added.write(tx);
      await takeBack(page, facts, unpaid, tx);
      await countRoll(page, facts, -unpaid.length, -fenOf(facts.lines, unpaid), tx);
    }
    if (paid.length > 0) this.added.in(tx).push({ page, facts, paid });
  }

  private async pageOf({ countyCode, policyCode, divisionCode, projectId }: LineFacts, tx: Transaction): Promise<Page> {
    const { year, policyVersionId } = await this.replicas.get(project, projectId, tx);
    const policy = await this.replicas.get(policyVersion, policyVersionId, tx);
    return { countyCode, policyCode, divisionCode, year, publicity: placesOf(policy).web_result };
  }
}

/** Once for all the messages of a transaction. */
async function addAll(added: readonly Added[], tx: Transaction): Promise<void> {
  await addSums(added, tx);
  await countRolls(added, tx);
  const singly = added.filter(({ page }) => page.publicity !== 'totals');
  if (singly.length > 0) await tx.copy('payment_line', LINE_COLUMNS, rowsOf(singly));
}

async function addSums(added: readonly Added[], tx: Transaction): Promise<void> {
  const sums = sumsOf(added);
  const texts = (column: 'countyCode' | 'policyCode' | 'divisionCode' | 'villageCode' | 'publicity') =>
    sql`${sums.map((sum) => sum[column])}::text[]`;
  await tx.execute(sql`
    INSERT INTO payment_sum AS s (county_code, policy_code, division_code, village_code, publicity, year, lines, amount_fen)
    SELECT *
    FROM unnest(${join([
      ...[texts('countyCode'), texts('policyCode'), texts('divisionCode'), texts('villageCode'), texts('publicity')],
      sql`${sums.map(({ year }) => year)}::int[]`,
      sql`${sums.map(({ lines }) => lines)}::int[]`,
      sql`${sums.map(({ amountFen }) => amountFen)}::bigint[]`,
    ])})
    ON CONFLICT (county_code, policy_code, division_code, village_code, year) DO UPDATE
    SET lines = s.lines + excluded.lines, amount_fen = s.amount_fen + excluded.amount_fen, publicity = excluded.publicity`);
}

/** In the order of their keys: who locks counters in one order never waits in a circle. What is said of the publicity last holds. */
function sumsOf(added: readonly Added[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { page, facts, paid } of added) {
    for (const [villageCode, { lines, amountFen }] of sumByVillage(facts.lines, paid)) {
      const key = [page.policyCode, page.divisionCode, page.year, villageCode].join(' ');
      const before = sums.get(key) ?? { lines: 0, amountFen: 0n };
      sums.set(key, { ...page, villageCode, lines: before.lines + lines, amountFen: before.amountFen + amountFen });
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
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

const fenOf = (lines: LineFacts['lines'], some: readonly number[]) => some.reduce((sum, at) => sum + BigInt(lines.amountFen[at] ?? '0'), 0n);

/** Beside the public sums, for the comparison with payment by batch. */
async function countRolls(added: readonly Added[], tx: Transaction): Promise<void> {
  const rolls = new Map<string, { page: Page; batchId: string; lines: number; fen: bigint }>();
  for (const { page, facts, paid } of added) {
    const before = rolls.get(facts.rollId) ?? { lines: 0, fen: 0n };
    const sum = { lines: before.lines + paid.length, fen: before.fen + fenOf(facts.lines, paid) };
    rolls.set(facts.rollId, { page, batchId: facts.batchId, ...sum });
  }
  for (const [rollId, { page, batchId, lines, fen }] of [...rolls].sort(([a], [b]) => (a < b ? -1 : 1)))
    await countRoll(page, { rollId, batchId }, lines, fen, tx);
}

async function countRoll(
  { countyCode, publicity }: Page,
  { rollId, batchId }: Pick<LineFacts, 'rollId' | 'batchId'>,
  lines: number,
  fen: bigint,
  tx: Transaction,
): Promise<void> {
  await tx.execute(sql`
    INSERT INTO roll_sum AS s (county_code, roll_id, batch_id, singly, lines, amount_fen)
    VALUES (${countyCode}, ${rollId}, ${batchId}, ${publicity !== 'totals'}, ${lines}, ${fen})
    ON CONFLICT (county_code, roll_id) DO UPDATE
    SET lines = s.lines + excluded.lines, amount_fen = s.amount_fen + excluded.amount_fen, singly = excluded.singly`);
}

function columnsOf(sums: readonly [string, VillageSum][]): { village: string[]; count: number[]; fen: bigint[] } {
  return { village: sums.map(([code]) => code), count: sums.map(([, { lines }]) => lines), fen: sums.map(([, { amountFen }]) => amountFen) };
}

function* rowsOf(added: readonly Added[]): Iterable<readonly CopyValue[]> {
  for (const { page, facts, paid } of added)
    for (const at of paid)
      yield [
        page.countyCode,
        facts.lines.villageCode[at] ?? '',
        page.policyCode,
        facts.lines.line[at] ?? 0,
        page.year,
        page.publicity,
        facts.lines.amountFen[at] ?? '0',
      ];
}

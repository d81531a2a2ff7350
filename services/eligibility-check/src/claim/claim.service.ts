import { Injectable } from '@nestjs/common';
import type { ChunkRef, LineFacts, MatchedChunk, PolicyVersion } from '@one-card/contracts';
import { type CopyValue, Gathered, sql, type Transaction } from '@one-card/database';
import { monthOf } from './months';

const COLUMNS = [
  'county_code',
  'line',
  'chunk_id',
  'policy_code',
  'beneficiary',
  'household',
  'payee',
  'subject_ref',
  'village_code',
  'quantity_milli',
  'from_month',
  'to_month',
] as const;

/** Outcomes by which a line gives up what it claimed. A bounced line keeps it: it will be paid anew. */
const RELEASING: ReadonlySet<string | null> = new Set(['rejected', 'stopped', 'closed', null]);

interface Paid {
  readonly countyCode: string;
  readonly lines: readonly number[];
}

/** Claims: who draws which policy for which subject and months, by every line that may still be paid or was. */
@Injectable()
export class ClaimService {
  private readonly paid = new Gathered((): Paid[] => [], markPaid);

  /** One claim for each payable line of the chunk. */
  enter(chunk: ChunkRef, lines: MatchedChunk['lines'], policy: PolicyVersion, tx: Transaction): Promise<number> {
    return tx.copy('claim', COLUMNS, claimsOf(chunk, lines, policy));
  }

  /** Claims of a roll's older revisions go, and so do their open hits: there is no such line any more. */
  async releaseOlder(countyCode: string, rollId: string, revision: number, tx: Transaction): Promise<void> {
    await tx.execute(sql`
      DELETE FROM claim c
      USING screened_chunk k
      WHERE k.roll_id = ${rollId} AND k.revision < ${revision}
        AND c.county_code = ${countyCode} AND c.line BETWEEN k.first_line AND k.last_line AND c.chunk_id = k.id`);
    await tx.execute(sql`
      UPDATE hit SET withdrawn_at = business_now()
      WHERE roll_id = ${rollId} AND revision < ${revision} AND withdrawn_at IS NULL`);
  }

  /** What payment says of lines: paid ones are hit no more, released ones conflict with nobody. */
  async follow({ countyCode, lines }: LineFacts, tx: Transaction): Promise<void> {
    const where = (wanted: (from: string | null, to: string | null) => boolean): number[] =>
      lines.line.filter((_, i) => wanted(lines.from[i] ?? null, lines.to[i] ?? null));
    await this.unmarkPaid(
      countyCode,
      where((from, to) => from === 'paid' && to !== 'paid'),
      tx,
    );
    const paid = where((_, to) => to === 'paid');
    if (paid.length > 0) this.paid.in(tx).push({ countyCode, lines: paid });
    await this.release(
      countyCode,
      where((from, to) => from !== null && RELEASING.has(to)),
      tx,
    );
    await this.withdrawHits(
      countyCode,
      where((_, to) => to === null),
      tx,
    );
  }

  private async unmarkPaid(countyCode: string, lines: number[], tx: Transaction): Promise<void> {
    if (lines.length === 0) return;
    await this.paid.write(tx);
    await tx.execute(sql`DELETE FROM paid_line WHERE county_code = ${countyCode} AND line = ANY (${lines}::bigint[])`);
  }

  private async release(countyCode: string, lines: number[], tx: Transaction): Promise<void> {
    if (lines.length === 0) return;
    await tx.execute(sql`DELETE FROM claim WHERE county_code = ${countyCode} AND line = ANY (${lines}::bigint[])`);
  }

  private async withdrawHits(countyCode: string, lines: number[], tx: Transaction): Promise<void> {
    if (lines.length === 0) return;
    await tx.execute(sql`
      UPDATE hit SET withdrawn_at = business_now()
      WHERE county_code = ${countyCode} AND line = ANY (${lines}::bigint[]) AND withdrawn_at IS NULL`);
  }
}

/** By line, so that transactions that mark the same lines wait for one another and never in a circle. */
async function markPaid(paid: readonly Paid[], tx: Transaction): Promise<void> {
  await tx.execute(sql`
    INSERT INTO paid_line (county_code, line)
    SELECT *
    FROM unnest(${paid.flatMap(({ countyCode, lines }) => lines.map(() => countyCode))}::text[], ${paid.flatMap(({ lines }) => lines)}::bigint[])
      AS p (county_code, line)
    ORDER BY county_code, line
    ON CONFLICT DO NOTHING`);
}

/** Rows for COPY of the lines that can be paid: the others are rejected already, and claim nothing. */
export function* claimsOf(chunk: ChunkRef, lines: MatchedChunk['lines'], policy: PolicyVersion): Iterable<readonly CopyValue[]> {
  const fromMonth = monthOf(chunk.periodFrom);
  const toMonth = monthOf(chunk.periodTo);
  const byHousehold = policy.rules.includes('area-above-title-cumulative');
  for (let i = 0; i < chunk.lines; i++) {
    const payee = lines.payee[i] ?? null;
    const beneficiary = lines.beneficiary[i] ?? null;
    if (payee === null || beneficiary === null) continue;
    yield [
      chunk.countyCode,
      chunk.firstLine + i,
      chunk.chunkId,
      chunk.policyCode,
      beneficiary,
      byHousehold ? (lines.household[i] ?? null) : null,
      payee,
      lines.subjectRef[i] ?? '',
      lines.villageCode[i] ?? '',
      lines.quantityMilli[i] ?? 0,
      fromMonth,
      toMonth,
    ];
  }
}

import { Injectable } from '@nestjs/common';
import { type ChunkRef, type Finding, type MatchedChunk, type PolicyVersion, verdict, type Verdict } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { NotYet } from '@one-card/kafka';
import { ClaimService } from '../claim/claim.service';
import { monthOf, yearsOf } from '../claim/months';
import { HitService } from '../hit/hit.service';
import { rules } from '../rules';
import type { ChunkScope, RollScope } from '../rules/rule';
import { Policies } from './policies';

interface Counted {
  last: boolean;
  lines: number;
}

/** A finding takes some 230 bytes, a message 1 MiB. */
const FINDINGS_IN_A_MESSAGE = 3_000;

/** Screens rolls as their chunks are matched: rules about one line with each chunk, rules across lines once the last chunk is in. */
@Injectable()
export class ScreeningService {
  constructor(
    private readonly policies: Policies,
    private readonly claims: ClaimService,
    private readonly hits: HitService,
  ) {}

  async screen({ chunk, lines }: MatchedChunk, tx: Transaction): Promise<void> {
    const policy = await this.policies.of(chunk.policyVersionId, tx);
    const kind = await this.batchKind(chunk.batchId, tx);
    if (!(await this.isNewest(chunk, tx)) || !(await this.enter(chunk, kind, tx))) return;
    const claimed = await this.claims.enter(chunk, lines, policy, tx);
    const findings = await this.runInChunk(chunk, policy, tx);
    await publishFindings(tx, { ...refOf(chunk), scope: 'chunk', chunk, screened: claimed, hits: findings });
    const { last, lines: screened } = await this.count(chunk, claimed, tx);
    if (last) await this.crossCheck(chunk, policy, screened, tx);
  }

  /** Corrections and differences compete with nothing, so the kind must be known before a line is compared. */
  private async batchKind(batchId: string, tx: Transaction): Promise<string> {
    const batch = await tx.maybe<{ kind: string }>(sql`SELECT kind FROM batch WHERE id = ${batchId}`);
    if (batch === undefined) throw new NotYet(`batch ${batchId} has not arrived`);
    return batch.kind;
  }

  /**
   * A newer revision takes the place of the older and releases its claims. Chunks of one revision share the row's lock and run side by side;
   * a newer one waits for them, so that no claim of the older is written after its release.
   */
  private async isNewest({ countyCode, rollId, revision }: ChunkRef, tx: Transaction): Promise<boolean> {
    await tx.execute(sql`INSERT INTO roll (county_code, id, revision) VALUES (${countyCode}, ${rollId}, ${revision}) ON CONFLICT DO NOTHING`);
    const newer = await tx.execute(sql`UPDATE roll SET revision = ${revision} WHERE id = ${rollId} AND revision < ${revision}`);
    if (newer === 1) await this.claims.releaseOlder(countyCode, rollId, revision, tx);
    const roll = await tx.one<{ revision: number }>(sql`SELECT revision FROM roll WHERE id = ${rollId} FOR SHARE`);
    return roll.revision === revision;
  }

  /** False when the chunk was screened before, under another event id. */
  private async enter(chunk: ChunkRef, kind: string, tx: Transaction): Promise<boolean> {
    await tx.execute(sql`
      INSERT INTO screening (county_code, roll_id, revision, batch_id, policy_code, division_code, chunks)
      VALUES (${chunk.countyCode}, ${chunk.rollId}, ${chunk.revision}, ${chunk.batchId}, ${chunk.policyCode}, ${chunk.divisionCode}, ${chunk.chunks})
      ON CONFLICT DO NOTHING`);
    const entered = await tx.execute(sql`
      INSERT INTO screened_chunk (county_code, id, batch_id, batch_kind, roll_id, revision, policy_code, policy_version_id, division_code,
                                  first_line, last_line, period_from, period_to, screened_at)
      VALUES (${chunk.countyCode}, ${chunk.chunkId}, ${chunk.batchId}, ${kind}, ${chunk.rollId}, ${chunk.revision}, ${chunk.policyCode},
              ${chunk.policyVersionId}, ${chunk.divisionCode}, ${chunk.firstLine}, ${lastLineOf(chunk)}, ${chunk.periodFrom}, ${chunk.periodTo},
              ${await tx.now()})
      ON CONFLICT DO NOTHING`);
    return entered === 1;
  }

  private async runInChunk(chunk: ChunkRef, policy: PolicyVersion, tx: Transaction): Promise<Finding[]> {
    const { countyCode, chunkId, firstLine, periodFrom, periodTo } = chunk;
    const today = chinaDate(await tx.now());
    const scope: ChunkScope = { countyCode, chunkId, firstLine, lastLine: lastLineOf(chunk), policy, periodFrom, periodTo, today };
    const findings: Finding[] = [];
    for (const code of policy.rules) {
      const finds = rules[code].inChunk?.(scope);
      if (finds !== undefined) findings.push(...(await this.hits.keep(code, finds, countyCode, tx)));
    }
    return findings;
  }

  /** The statement that counts the last chunk ends the stage. */
  private count({ rollId, revision }: ChunkRef, claimed: number, tx: Transaction): Promise<Counted> {
    return tx.one<Counted>(sql`
      UPDATE screening
      SET chunks_screened = chunks_screened + 1, lines_screened = lines_screened + ${claimed}
      WHERE roll_id = ${rollId} AND revision = ${revision}
      RETURNING chunks_screened = chunks AS last, lines_screened AS lines`);
  }

  /**
   * Two rolls that conflict see one another whichever ends last: each compares under the lock of its years, when all its claims are written.
   */
  private async crossCheck(chunk: ChunkRef, policy: PolicyVersion, screened: number, tx: Transaction): Promise<void> {
    for (const year of yearsOf(chunk.periodFrom, chunk.periodTo)) await tx.lock('screening', chunk.countyCode, year);
    const partners = await this.policies.partnersOf(policy, tx);
    const { countyCode, rollId, revision } = chunk;
    const months = { fromMonth: monthOf(chunk.periodFrom), toMonth: monthOf(chunk.periodTo) };
    const scope: RollScope = { countyCode, rollId, revision, policy, ...months, partners };
    const findings: Finding[] = [];
    for (const code of this.policies.rulesAcrossLines(policy, partners)) {
      const finds = rules[code].acrossLines?.(scope);
      if (finds !== undefined) findings.push(...(await this.hits.keep(code, finds, countyCode, tx)));
    }
    await tx.execute(sql`UPDATE screening SET cross_checked = true WHERE roll_id = ${rollId} AND revision = ${revision}`);
    await publishFindings(tx, { ...refOf(chunk), scope: 'roll', chunk: null, screened, hits: findings });
  }
}

const lastLineOf = ({ firstLine, lines }: ChunkRef): number => firstLine + lines - 1;

const refOf = ({ countyCode, batchId, rollId, revision, divisionCode }: ChunkRef) => ({ countyCode, batchId, rollId, revision, divisionCode });

/** One message nearly always; more where the findings would not fit, of which only the last ends the scope. */
async function publishFindings(tx: Transaction, whole: Verdict): Promise<void> {
  for (let at = 0; at === 0 || at < whole.hits.length; at += FINDINGS_IN_A_MESSAGE) {
    const hits = whole.hits.slice(at, at + FINDINGS_IN_A_MESSAGE);
    const more = at + FINDINGS_IN_A_MESSAGE < whole.hits.length;
    await tx.publish(verdict, more ? { ...whole, hits, more } : { ...whole, hits });
  }
}

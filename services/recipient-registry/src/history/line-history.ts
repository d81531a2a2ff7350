import { Injectable } from '@nestjs/common';
import { type ChunkRef, type HistoryEntry, policyVersion } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { type Actor, Authority, demandLineReader, notFound } from '@one-card/service';
import { config } from '../config';

interface MatchRow {
  chunk_id: string;
  policy_version_id: string;
  division_code: string;
  payee: string | null;
  matched_at: Date;
}

const SERVICE = 'recipient-registry';

/** What the register knows of one line: its match, and that the account of its payee was mended later. No person is named or read. */
@Injectable()
export class LineHistory {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly authority: Authority,
  ) {}

  /** One row a chunk. */
  async keep(chunk: ChunkRef, payees: readonly (number | null)[], tx: Transaction): Promise<void> {
    await tx.execute(sql`
      INSERT INTO matched_chunk (county_code, first_line, chunk_id, policy_version_id, division_code, payee, matched_at)
      VALUES (${chunk.countyCode}, ${chunk.firstLine}, ${chunk.chunkId}, ${chunk.policyVersionId}, ${chunk.divisionCode}, ${payees}::bigint[],
              ${await tx.now()})
      ON CONFLICT DO NOTHING`);
  }

  async of(line: number, actor: Actor): Promise<HistoryEntry[]> {
    const match = await this.database.maybe<MatchRow>(sql`
      SELECT chunk_id, policy_version_id, division_code, payee[${line} - first_line + 1] AS payee, matched_at
      FROM matched_chunk
      WHERE county_code = ${config.countyCode} AND first_line <= ${line} AND ${line} < first_line + cardinality(payee)
      ORDER BY first_line DESC
      LIMIT 1`);
    if (match === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    const policy = await this.replicas.find(policyVersion, match.policy_version_id);
    await demandLineReader(this.authority, actor, { department: policy?.department, division: match.division_code });
    return [matchEntry(match), ...(match.payee === null ? [] : await this.mended(match.payee, match.matched_at))];
  }

  private async mended(payee: string, since: Date): Promise<HistoryEntry[]> {
    const rows = await this.database.query<{ changed_at: Date; state: string }>(sql`
      SELECT changed_at, state
      FROM card
      WHERE county_code = ${config.countyCode} AND person = ${payee} AND changed_at > ${since}
      ORDER BY changed_at`);
    return rows.map(({ changed_at, state }) => ({
      at: changed_at.toISOString(),
      service: SERVICE,
      what: state === 'active' ? 'account-mended' : 'account-closed',
      says:
        state === 'active'
          ? { zh: '收款人账户已更正', en: "the payee's account was mended" }
          : { zh: '收款人账户已停用', en: "the payee's account was closed" },
      by: null,
      ref: null,
    }));
  }
}

function matchEntry({ chunk_id, payee, matched_at }: MatchRow): HistoryEntry {
  const says =
    payee === null
      ? { zh: '与底册匹配未通过', en: 'did not match the register' }
      : { zh: '与底册匹配,收款账户已确定', en: 'matched with the register, its account was found' };
  return { at: matched_at.toISOString(), service: SERVICE, what: payee === null ? 'not-matched' : 'matched', says, by: null, ref: chunk_id };
}

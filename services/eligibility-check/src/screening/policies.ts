import { Injectable } from '@nestjs/common';
import { policyVersion, type PolicyVersion } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import type { RuleCode } from '../rules/rule';

/** What the policy catalog says of a policy version, and which rules follow from it. */
@Injectable()
export class Policies {
  constructor(private readonly replicas: Replicas) {}

  /** Throws NotYet in a consumer until the version has arrived. */
  of(versionId: string, tx: Transaction): Promise<PolicyVersion> {
    return this.replicas.get(policyVersion, versionId, tx);
  }

  /**
   * Policies that may not be drawn with this one: those that it names, and those that name it. A pair is a pair whichever of the two says so,
   * or the roll that comes first would decide what is found.
   */
  async partnersOf(policy: PolicyVersion, tx: Transaction): Promise<string[]> {
    const own = policy.rules.includes('exclusive-pair') ? policy.exclusiveWith : [];
    const others = await tx.query<{ code: string }>(sql`
      SELECT DISTINCT doc ->> 'code' AS code
      FROM replica
      WHERE topic = ${policyVersion.type} AND doc ->> 'countyCode' = ${policy.countyCode}
        AND doc -> 'exclusiveWith' ? ${policy.code} AND doc -> 'rules' ? 'exclusive-pair'`);
    return [...new Set([...own, ...others.map(({ code }) => code)])].filter((code) => code !== policy.code).sort();
  }

  /** The rules that the version names, and `exclusive-pair` where another policy names this one. */
  rulesAcrossLines(policy: PolicyVersion, partners: readonly string[]): RuleCode[] {
    return [...new Set<RuleCode>([...policy.rules, ...(partners.length > 0 ? (['exclusive-pair'] as const) : [])])];
  }
}

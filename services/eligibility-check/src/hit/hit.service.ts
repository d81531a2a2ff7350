import { Injectable } from '@nestjs/common';
import { adjudicatedHits, type eligibilityCheckApi, type Finding } from '@one-card/contracts';
import { type Sql, sql, type Transaction } from '@one-card/database';
import { type Actor, Authority, notFound } from '@one-card/service';
import type { z } from 'zod';
import type { RuleCode } from '../rules/rule';
import { rules } from '../rules';
import { alreadyDecided, lineWithdrawn, notInBulk, ownEntry, severalBatches, severalRules, unknownEntry } from './hit.errors';

interface FoundRow {
  id: string;
  line: string;
  other_line: string | null;
  batch_id: string;
  roll_id: string;
}

interface DecidableHit {
  id: string;
  county_code: string;
  line: string;
  batch_id: string;
  roll_id: string;
  rule: RuleCode;
  department: string;
  division_code: string;
  state: 'open' | 'confirmed' | 'dismissed';
  version: number;
  withdrawn: boolean;
  entered_by: string | null;
}

export type Decision = z.output<typeof eligibilityCheckApi.decideHit>;
export type BulkDecision = z.output<typeof eligibilityCheckApi.decideHits>;

/** Hits: kept when they are found, decided by a department clerk who did not enter the line. */
@Injectable()
export class HitService {
  constructor(private readonly authority: Authority) {}

  /**
   * Keeps what a rule's statement finds and gives what is new. A paid line is hit no more (its money is a matter of recovery), a conflict that
   * stands already is not kept twice, and of a pair's other line is noted what a clerk needs to compare.
   */
  async keep(rule: RuleCode, finds: Sql, countyCode: string, tx: Transaction): Promise<Finding[]> {
    const rows = await tx.query<FoundRow>(sql`
      INSERT INTO hit (county_code, rule, line, other_line, batch_id, roll_id, revision, policy_code, department, division_code, village_code,
                       beneficiary, record, import_id, found_at)
      SELECT c.county_code, ${rule}, c.line, f.other_line, k.batch_id, k.roll_id, k.revision, k.policy_code, b.department, k.division_code,
             c.village_code, c.beneficiary, f.record || ${otherLineFields}, f.import_id, business_now()
      FROM (${finds}) f
      JOIN claim c ON c.county_code = ${countyCode} AND c.line = f.line
      JOIN screened_chunk k ON k.id = c.chunk_id
      JOIN batch b ON b.id = k.batch_id
      LEFT JOIN claim oc ON oc.county_code = ${countyCode} AND oc.line = f.other_line
      LEFT JOIN screened_chunk ok ON ok.id = oc.chunk_id
      WHERE NOT EXISTS (SELECT FROM paid_line p WHERE p.county_code = c.county_code AND p.line = c.line)
      ORDER BY least(f.line, f.other_line), f.line
      ON CONFLICT ON CONSTRAINT hit_once DO NOTHING
      RETURNING id, line, other_line, batch_id, roll_id`);
    return rows.map((row) => findingOf(rule, row));
  }

  async decide(actor: Actor, hitId: string, decision: Decision, tx: Transaction): Promise<void> {
    const [hit] = await this.lock([hitId], tx);
    if (hit === undefined) throw notFound({ zh: '疑点', en: 'hit' }, hitId);
    await this.mayDecide(actor, hit);
    if (hit.state !== 'open') throw alreadyDecided(hitId, hit.state);
    await this.settle(actor, [hit], decision, tx);
  }

  /** In bulk: what somebody decided meanwhile is left as it is and named. */
  async decideAll(actor: Actor, { hitIds, ...decision }: BulkDecision, tx: Transaction): Promise<{ decided: number; alreadyDecided: string[] }> {
    const hits = await this.lock(hitIds, tx);
    const found = new Set(hits.map(({ id }) => id));
    const missing = hitIds.find((id) => !found.has(id));
    if (missing !== undefined) throw notFound({ zh: '疑点', en: 'hit' }, missing);
    if (new Set(hits.map(({ batch_id }) => batch_id)).size > 1) throw severalBatches();
    if (hits.length > 1) demandInBulk(hits, decision.decision);
    // Whoever may decide one hit of a revision may decide all of them.
    for (const hit of new Map(hits.map((each) => [`${each.roll_id} ${each.entered_by ?? ''} ${String(each.withdrawn)}`, each])).values()) {
      await this.mayDecide(actor, hit);
    }
    const open = hits.filter(({ state }) => state === 'open');
    await this.settle(actor, open, decision, tx);
    return { decided: open.length, alreadyDecided: hits.filter(({ state }) => state !== 'open').map(({ id }) => id) };
  }

  /** In the order of their ids, so that two who decide at once wait for one another instead of blocking each other. */
  private lock(hitIds: readonly string[], tx: Transaction): Promise<DecidableHit[]> {
    return tx.query<DecidableHit>(sql`
      SELECT h.id, h.county_code, h.line, h.batch_id, h.roll_id, h.rule, h.department, h.division_code, h.state, h.version,
             h.withdrawn_at IS NOT NULL AS withdrawn, e.entered_by
      FROM hit h
      LEFT JOIN roll_entry e ON e.roll_id = h.roll_id AND e.revision = h.revision
      WHERE h.id = ANY (${hitIds}::uuid[])
      ORDER BY h.id
      FOR UPDATE OF h`);
  }

  /** 附.四: the department answers for its data; nobody decides on what they entered themselves. */
  private async mayDecide(actor: Actor, hit: DecidableHit): Promise<void> {
    await this.authority.require(actor, 'department-clerk', { department: hit.department, division: hit.division_code });
    if (hit.withdrawn) throw lineWithdrawn(hit.id);
    if (hit.entered_by === null) throw unknownEntry(hit.id);
    if (hit.entered_by === actor.id) throw ownEntry(hit.id);
  }

  private async settle(actor: Actor, hits: readonly DecidableHit[], { decision, reason }: Decision, tx: Transaction): Promise<void> {
    if (hits.length === 0) return;
    await tx.execute(sql`
      UPDATE hit
      SET state = ${decision}, decided_by = ${actor.id}, decider_name = ${actor.name}, decision_reason = ${reason}, decided_at = business_now(),
          version = version + 1
      WHERE id = ANY (${hits.map(({ id }) => id)}::uuid[])`);
    await this.say(actor, hits, { decision, reason }, tx);
  }

  /** One message for the hits of a roll, which payment books in one transaction. Hits that are decided together are of one rule. */
  private async say(actor: Actor, hits: readonly DecidableHit[], decision: Decision, tx: Transaction): Promise<void> {
    const decidedAt = (await tx.now()).toISOString();
    for (const rollId of new Set(hits.map(({ roll_id }) => roll_id))) {
      const ofRoll = hits.filter(({ roll_id }) => roll_id === rollId);
      const [first] = ofRoll;
      if (first === undefined) continue;
      const about = { countyCode: first.county_code, batchId: first.batch_id, rollId, rule: first.rule };
      const columns = {
        hitId: ofRoll.map(({ id }) => id),
        version: ofRoll.map(({ version }) => version + 1),
        line: ofRoll.map(({ line }) => Number(line)),
      };
      await tx.publish(adjudicatedHits, { ...about, ...decision, actor: actor.id, decidedAt, hits: columns });
    }
  }
}

/** Only where the rule says that its hits may be decided together. */
function demandInBulk(hits: readonly DecidableHit[], decision: Decision['decision']): void {
  const [code, ...others] = new Set(hits.map(({ rule }) => rule));
  if (others.length > 0 || code === undefined) throw severalRules();
  if (!rules[code].inBulk.includes(decision)) throw notInBulk(rules[code].name.zh, decision);
}

/** Names of the other line's policy and division as they are called now; its months as `2026-01—2026-03`. */
const otherLineFields = sql`
  CASE WHEN f.other_line IS NULL THEN '{}'::jsonb
  ELSE jsonb_build_object(
    'otherLine', f.other_line::text,
    'otherPolicy', coalesce((SELECT doc ->> 'name' FROM replica WHERE topic = 'policy-catalog.policy.v1' AND key = ok.policy_version_id::text), ok.policy_code),
    'otherDivision', coalesce((SELECT doc ->> 'name' FROM replica WHERE topic = 'recipient-registry.division.v1' AND key = ok.division_code), ok.division_code),
    'otherPeriod', to_char(ok.period_from, 'YYYY-MM') || '—' || to_char(ok.period_to, 'YYYY-MM'),
    'sameBatch', (ok.batch_id = k.batch_id)::text,
    'subject', oc.subject_ref)
  END`;

const findingOf = (rule: RuleCode, row: FoundRow): Finding => ({
  hitId: row.id,
  line: Number(row.line),
  batchId: row.batch_id,
  rollId: row.roll_id,
  rule,
  otherLine: row.other_line === null ? null : Number(row.other_line),
});

import { Injectable } from '@nestjs/common';
import { division, type DivisionState, policyVersion, project, standardOf } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import { notFound } from '@one-card/service';
import type { BatchRow, RollRow } from '../batch/batch.row';
import type { RollTerms } from './row.rules';

const UNITS: Readonly<Record<string, string>> = {
  mu: '亩',
  kg: '公斤',
  month: '月',
  item: '台',
  year: '年',
  house: '户',
  household: '户',
  person: '人',
};

/** What a roll's rows are held to, from the policy version, the project and the divisions as they were told of. */
@Injectable()
export class Terms {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
  ) {}

  async of(batch: BatchRow, roll: RollRow): Promise<RollTerms> {
    const policy = await this.replicas.find(policyVersion, batch.policy_version_id);
    if (policy === undefined) throw notFound({ zh: '政策版本', en: 'policy version' }, batch.policy_version_id);
    const of = await this.replicas.find(project, batch.project_id);
    return {
      standard: standardOf(policy.standard),
      projectRateFen: of?.rateFen == null ? undefined : BigInt(of.rateFen),
      periodFrom: batch.period_from,
      today: chinaDate(await this.database.now()),
      unit: UNITS[policy.quantityUnit],
      divisionCode: roll.division_code,
      villages: await this.villagesOf(roll.division_code),
    };
  }

  /** By name and by code; villages that a functional division manages are its own too. */
  private async villagesOf(code: string): Promise<Map<string, string | null>> {
    const rows = await this.database.query<{ doc: DivisionState }>(sql`
      SELECT doc FROM replica WHERE topic = ${division.type} AND doc ->> 'kind' = 'village' AND doc -> 'ancestors' ? ${code}`);
    const villages = new Map<string, string | null>();
    for (const { doc } of rows) {
      villages.set(doc.id, doc.id);
      villages.set(doc.name, villages.has(doc.name) ? null : doc.id);
    }
    return villages;
  }
}

import { Injectable } from '@nestjs/common';
import type { disclosureApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { WorkingCalendar } from '@one-card/service';
import type { z } from 'zod';
import { newestPolicies } from '../publicity/newest-policy';
import type { CaseEntity } from './case.entity';

type CaseView = z.output<typeof disclosureApi.caseView>;
type Transfer = z.output<typeof disclosureApi.caseTransfer>;

interface Policy {
  code: string;
  name: string;
  department: string;
}

/** Cases as those who answer them see them. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly calendar: WorkingCalendar,
  ) {}

  async of(one: CaseEntity): Promise<CaseView> {
    const [view] = await this.ofAll([one]);
    if (view === undefined) throw new Error('a case has no view');
    return view;
  }

  async ofAll(cases: readonly CaseEntity[]): Promise<CaseView[]> {
    const policies = await this.policiesOf(cases.flatMap(({ policyCode }) => policyCode ?? []));
    const late = await this.calendar.lateDays(cases.map(({ state, dueAt }) => (state === 'received' ? dueAt : null)));
    return cases.map((one, i) => this.viewOf(one, policies.get(one.policyCode ?? ''), late[i] ?? 0));
  }

  async transfersOf(id: string): Promise<Transfer[]> {
    const rows = await this.database.query<Omit<Transfer, 'at' | 'note'> & { at: Date; note: Buffer }>(sql`
      SELECT at, by_name AS name, from_department AS "from", to_department AS "to", note
      FROM citizen_case_transfer
      WHERE case_id = ${id}
      ORDER BY version`);
    return rows.map(({ at, note, ...row }) => ({ ...row, at: at.toISOString(), note: this.vault.openText(note) }));
  }

  private viewOf(one: CaseEntity, policy: Policy | undefined, lateWorkingDays: number): CaseView {
    const { id, kind, receiptNo, divisionCode, policyCode, state, text, answer, receivedAt, dueAt, answeredAt } = one;
    return {
      ...{ id, kind, receiptNo, divisionCode, policyCode, state, lateWorkingDays },
      ...{ policyName: policy?.name ?? null, department: policy?.department ?? null },
      text: this.vault.openText(text),
      answer: answer === null ? null : this.vault.openText(answer),
      receivedAt: receivedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      answeredAt: answeredAt?.toISOString() ?? null,
    };
  }

  private async policiesOf(codes: readonly string[]): Promise<Map<string, Policy>> {
    const rows = await this.database.query<Policy>(sql`
      SELECT code, name, department FROM (${newestPolicies}) p WHERE code = ANY(${[...new Set(codes)]}::text[])`);
    return new Map(rows.map((row) => [row.code, row]));
  }
}

import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { type Actor, holdings } from '@one-card/service';
import { config } from '../config';
import type { CaseEntity } from '../case/case.entity';
import { newestPolicies } from '../publicity/newest-policy';
import type { Waiting } from './todo.service';

interface Row {
  id: string;
  kind: CaseEntity['kind'];
  receipt_no: string;
  due_at: Date;
  policy_name: string | null;
}

const MOST = 500;
const ACTS: Readonly<Record<CaseEntity['kind'], string>> = { question: '答复咨询', complaint: '答复投诉', 'information-request': '答复公开申请' };

/** Questions, complaints and requests that wait for the department of their policy, or for those who publish where they name none. */
@Injectable()
export class WaitingCases {
  constructor(private readonly database: Database) {}

  async of(actor: Actor): Promise<Waiting[]> {
    const departments = holdings(actor, 'department-clerk').flatMap(({ department }) => department ?? []);
    const publishes = holdings(actor, 'publisher').some(({ divisions }) => divisions.includes(config.countyCode));
    if (departments.length === 0 && !publishes) return [];
    const rows = await this.database.query<Row>(sql`
      SELECT c.id, c.kind, c.receipt_no, c.due_at, p.name AS policy_name
      FROM citizen_case c
      LEFT JOIN (${newestPolicies}) p ON p.code = c.policy_code
      WHERE c.county_code = ${config.countyCode} AND c.state = 'received'
        AND (p.department = ANY(${departments}::text[]) OR (c.policy_code IS NULL AND ${publishes}))
      ORDER BY c.due_at, c.id
      LIMIT ${MOST}`);
    return rows.map(({ id, kind, receipt_no: receiptNo, due_at: dueAt, policy_name: policy }) => ({
      ...{ kind: 'case', id, batchId: null, title: [receiptNo, policy ?? ''].join(' ').trim(), act: ACTS[kind], dueAt },
      post: policy === null ? 'publisher' : 'department-clerk',
    }));
  }
}

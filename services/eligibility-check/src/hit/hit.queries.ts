import { Injectable } from '@nestjs/common';
import type { eligibilityCheckApi } from '@one-card/contracts';
import { Database, empty, type Sql, sql, type Transaction } from '@one-card/database';
import { type Actor, Authority, decodeCursor, holdings, notFound, page, requirePost } from '@one-card/service';
import { z } from 'zod';
import { rules } from '../rules';
import type { HitRecord, RuleCode } from '../rules/rule';

type HitView = z.output<typeof eligibilityCheckApi.hitView>;
type HitQuery = z.output<typeof eligibilityCheckApi.hitQuery>;
type ScreeningView = z.output<typeof eligibilityCheckApi.screeningView>;

interface HitRow {
  id: string;
  rule: RuleCode;
  line: string;
  other_line: string | null;
  batch_id: string;
  roll_id: string;
  policy_code: string;
  department: string;
  division_code: string;
  village_code: string;
  beneficiary: string;
  record: HitRecord;
  found_at: Date;
  state: HitView['state'];
  decided_by: string | null;
  decision_reason: string | null;
  source: string | null;
  as_of: string | null;
  legal_basis: string | null;
  file_sha256: string | null;
}

export const COUNTY_READERS = ['finance-reviewer', 'budget-officer', 'treasury-operator', 'treasury-approver', 'supervisor', 'security-auditor'];
export const DEPARTMENT_READERS = ['department-clerk', 'department-approver'];
const TOWNSHIP_READERS = ['township-clerk', 'township-reviewer'];
const READERS = [...COUNTY_READERS, ...DEPARTMENT_READERS, ...TOWNSHIP_READERS];

/** Reads hits and screenings under the reader's rights: refused what is not theirs, never shown less in silence. */
@Injectable()
export class HitQueries {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
  ) {}

  async list(actor: Actor, query: HitQuery) {
    requirePost(actor, READERS);
    if (query.rollId !== undefined) await this.mayReadScreening(actor, sql`s.roll_id = ${query.rollId}`);
    else if (query.batchId !== undefined) await this.mayReadScreening(actor, sql`s.batch_id = ${query.batchId}`);
    const after = decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()]));
    const rows = await this.database.query<HitRow>(sql`
      ${selectHits}
      WHERE h.withdrawn_at IS NULL AND ${readableBy(actor)}
        ${query.batchId === undefined ? empty : sql`AND h.batch_id = ${query.batchId}`}
        ${query.rollId === undefined ? empty : sql`AND h.roll_id = ${query.rollId}`}
        ${query.rule === undefined ? empty : sql`AND h.rule = ${query.rule}`}
        ${query.state === undefined ? empty : sql`AND h.state = ${query.state}`}
        ${after === undefined ? empty : sql`AND (h.line, h.id) > (${after[0]}::bigint, ${after[1]}::uuid)`}
      ORDER BY h.line, h.id
      LIMIT ${query.limit + 1}`);
    const { items, next } = page(rows, query.limit, ({ line, id }) => [line, id]);
    return { items: items.map(viewOf), next };
  }

  async one(actor: Actor, id: string, tx?: Transaction): Promise<HitView> {
    const row = await (tx ?? this.database).maybe<HitRow>(sql`${selectHits} WHERE h.id = ${id}`);
    if (row === undefined) throw notFound({ zh: '疑点', en: 'hit' }, id);
    await this.mayRead(actor, row.department, row.division_code);
    return viewOf(row);
  }

  async screening(actor: Actor, rollId: string): Promise<ScreeningView> {
    requirePost(actor, READERS);
    await this.mayReadScreening(actor, sql`s.roll_id = ${rollId}`);
    const row = await this.database.maybe<ScreeningView>(sql`
      SELECT s.roll_id AS "rollId", s.revision, s.chunks, s.chunks_screened AS "chunksScreened", s.cross_checked AS "crossChecked",
             count(h.id)::integer AS hits, count(h.id) FILTER (WHERE h.state = 'open')::integer AS "openHits"
      FROM screening s
      LEFT JOIN hit h ON h.roll_id = s.roll_id AND h.revision = s.revision AND h.withdrawn_at IS NULL
      WHERE s.roll_id = ${rollId}
      GROUP BY s.roll_id, s.revision
      ORDER BY s.revision DESC
      LIMIT 1`);
    if (row === undefined) throw notFound({ zh: '花名册的比对', en: 'screening of the roll' }, rollId);
    return row;
  }

  /** May the actor read this roll, or anything of this batch: a township reads its own rolls of a batch. Nothing screened yet refuses nobody. */
  private async mayReadScreening(actor: Actor, where: Sql): Promise<void> {
    const rows = await this.database.query<{ department: string; division_code: string }>(sql`
      SELECT DISTINCT b.department, s.division_code
      FROM screening s
      JOIN batch b ON b.id = s.batch_id
      WHERE ${where}`);
    let refusal: unknown;
    for (const row of rows) {
      try {
        return await this.mayRead(actor, row.department, row.division_code);
      } catch (error) {
        refusal = error;
      }
    }
    if (refusal !== undefined) throw refusal;
  }

  private async mayRead(actor: Actor, department: string, division: string): Promise<void> {
    if (holdings(actor, COUNTY_READERS).length > 0) return;
    if (holdings(actor, DEPARTMENT_READERS).some((held) => held.department === department)) return;
    if (holdings(actor, TOWNSHIP_READERS).length > 0) await this.authority.require(actor, TOWNSHIP_READERS, { division });
    else await this.authority.require(actor, DEPARTMENT_READERS, { department });
  }
}

const selectHits = sql`
  SELECT h.*, i.source, i.as_of, i.legal_basis, i.file_sha256
  FROM hit h
  LEFT JOIN data_import i ON i.id = h.import_id`;

function readableBy(actor: Actor): Sql {
  if (holdings(actor, COUNTY_READERS).length > 0) return sql`true`;
  const departments = holdings(actor, DEPARTMENT_READERS).flatMap(({ department }) => department ?? []);
  const divisions = holdings(actor, TOWNSHIP_READERS).flatMap((held) => held.divisions);
  return sql`(h.department = ANY (${departments}::text[]) OR h.county_code = ANY (${divisions}::text[]) OR h.division_code = ANY (${divisions}::text[]))`;
}

function viewOf(row: HitRow): HitView {
  return {
    id: row.id,
    rule: row.rule,
    line: Number(row.line),
    otherLine: row.other_line === null ? null : Number(row.other_line),
    batchId: row.batch_id,
    rollId: row.roll_id,
    policyCode: row.policy_code,
    divisionCode: row.division_code,
    villageCode: row.village_code,
    beneficiary: Number(row.beneficiary),
    says: { code: row.rule, ...rules[row.rule].says(row.record) },
    evidence: {
      source: row.source ?? '本平台',
      asOf: row.as_of,
      legalBasis: row.legal_basis,
      record: row.record,
      importSha256: row.file_sha256,
    },
    state: row.state,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
    foundAt: row.found_at.toISOString(),
  };
}

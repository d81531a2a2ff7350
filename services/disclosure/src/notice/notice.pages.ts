import { Injectable } from '@nestjs/common';
import { division, policyVersion } from '@one-card/contracts';
import { Database, empty, type Sql, sql, type Transaction } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { type Actor, Authority, decodeCursor, DivisionLookup, holdings, notFound, page } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';
import { ShownLines } from '../listing/shown-lines';
import { newestOf } from '../publicity/newest-policy';
import { type Places, placesOf, type Publicity, shownName, stricter } from '../publicity/publicity.rules';
import type { NoticeQuery, ShownQuery } from './notice.dto';
import { daysLeft } from './notice.rules';

interface Row {
  id: string;
  batchId: string;
  rollId: string;
  policyCode: string;
  policyName: string;
  department: string;
  divisionCode: string;
  divisionName: string;
  place: string;
  level: string;
  basis: string;
  state: 'requested' | 'open' | 'closed' | 'standing' | 'exempt';
  publicity: Places;
  listed_count: number;
  listed_fen: string;
  requested_at: Date;
  opened_at: Date | null;
  closes_at: Date | null;
  openObjections: number;
  now: Date;
}

const BOARD_READERS: readonly Post[] = ['village-agent', 'township-clerk', 'township-reviewer', 'publisher', 'publicity-inspector', 'supervisor'];
const DEPARTMENT: readonly Post[] = ['department-clerk', 'department-approver'];

/** What people see of notices: the public under the publicity of the web, the township what it hangs up. */
@Injectable()
export class NoticePages {
  constructor(
    private readonly database: Database,
    private readonly lines: ShownLines,
    private readonly authority: Authority,
    private readonly divisions: DivisionLookup,
  ) {}

  async list({ batchId, division: under, policyCode, state, limit, cursor }: NoticeQuery) {
    const after = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const above = under === undefined ? [] : ((await this.divisions.ancestorsOf(under)) ?? [under]);
    const rows = await this.database.query<Row>(sql`
      ${NOTICES}
      WHERE n.county_code = ${config.countyCode} AND n.state <> 'gathering' AND NOT n.superseded
        ${batchId === undefined ? empty : sql`AND n.batch_id = ${batchId}`}
        ${policyCode === undefined ? empty : sql`AND n.policy_code = ${policyCode}`}
        ${state === undefined ? empty : sql`AND n.state = ${state}`}
        ${under === undefined ? empty : sql`AND (n.division_code = ANY(${[...above]}) OR d.doc->'ancestors' @> to_jsonb(${under}::text))`}
        ${after === undefined ? empty : sql`AND (n.requested_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
      ORDER BY n.requested_at DESC, n.id DESC
      LIMIT ${limit + 1}`);
    const found = page(rows, limit, ({ requested_at, id }) => [requested_at.toISOString(), id]);
    return { ...found, items: found.items.map(viewOf) };
  }

  async view(id: string, tx?: Transaction) {
    return viewOf(await this.row(id, tx));
  }

  /** Names are on the web while a notice runs and after it; before it is posted, and where none is held, only how much there is. */
  async web(id: string, query: ShownQuery) {
    const row = await this.row(id);
    return this.shown(row, await this.onTheWeb(row), query);
  }

  /** So that people find their own village in a township's list. */
  async villages(id: string) {
    const row = await this.row(id);
    if ((await this.onTheWeb(row)) === 'totals') return [];
    return this.database.query<{ code: string; name: string; lines: number; amountFen: string }>(sql`
      SELECT l.village_code AS code, coalesce(d.doc ->> 'name', l.village_code) AS name, count(*)::int AS lines, sum(l.amount_fen)::text AS "amountFen"
      FROM listed_chunk c
      CROSS JOIN LATERAL unnest(c.village_code, c.amount_fen) AS l (village_code, amount_fen)
      LEFT JOIN replica d ON d.topic = ${division.type} AND d.key = l.village_code
      WHERE c.notice_id = ${id}
      GROUP BY 1, 2
      ORDER BY 1`);
  }

  private async onTheWeb(row: Row): Promise<Publicity> {
    if (row.state !== 'open' && row.state !== 'closed') return 'totals';
    return stricter(row.publicity.web_notice, await this.allowedNow(row));
  }

  /** What is printed for the village board. */
  async board(id: string, query: ShownQuery, actor: Actor) {
    const row = await this.row(id);
    const division = query.village ?? row.divisionCode;
    if (holdings(actor, BOARD_READERS).length > 0) await this.authority.require(actor, BOARD_READERS, { division });
    else await this.authority.require(actor, DEPARTMENT, { department: row.department, division });
    return this.shown(row, row.publicity.village_board, query);
  }

  private async shown(row: Row, publicity: Publicity, { village, limit, cursor }: ShownQuery) {
    const totals = { count: row.listed_count, amountFen: row.listed_fen };
    if (publicity === 'totals') return { items: [], next: null, publicity, totals };
    const [after] = decodeCursor(cursor, z.tuple([z.int()])) ?? [0];
    const found = page(await this.lines.ofNotice(row.id, { after, village, limit }), limit, ({ line }) => [line]);
    const of = await this.lines.of(found.items.map(({ line }) => line));
    const items = found.items.map((line) => {
      const { name, payeeName } = of(line.line);
      return { ...line, name: shownName(name, publicity), payeeName: shownName(payeeName, publicity) };
    });
    return { items, next: found.next, publicity, totals };
  }

  /** As the newest version of the policy has it: what may no longer be shown is not shown on old pages either. */
  private async allowedNow({ policyCode, publicity }: Row): Promise<Publicity> {
    const newest = await this.database.maybe<{ doc: Parameters<typeof placesOf>[0] }>(newestOf(policyCode));
    return newest === undefined ? publicity.web_notice : placesOf(newest.doc).web_notice;
  }

  private async row(id: string, tx?: Transaction): Promise<Row> {
    const row = await (tx ?? this.database).maybe<Row>(sql`
      ${NOTICES}
      WHERE n.id = ${id} AND n.county_code = ${config.countyCode} AND n.state <> 'gathering' AND NOT n.superseded`);
    if (row === undefined) throw notFound({ zh: '公示', en: 'notice' }, id);
    return row;
  }
}

const NOTICES: Sql = sql`
  SELECT n.id, n.batch_id AS "batchId", n.roll_id AS "rollId", n.policy_code AS "policyCode", n.division_code AS "divisionCode",
         n.place, n.level, n.basis, n.state, n.publicity, n.listed_count, n.listed_fen, n.requested_at, n.opened_at, n.closes_at,
         coalesce(p.doc->>'name', n.policy_code) AS "policyName", coalesce(p.doc->>'department', '') AS department,
         coalesce(d.doc->>'name', n.division_code) AS "divisionName",
         (SELECT count(*)::int FROM objection o WHERE o.notice_id = n.id AND o.state = 'open') AS "openObjections",
         business_now() AS now
  FROM notice n
  LEFT JOIN replica p ON p.topic = ${policyVersion.type} AND p.key = n.policy_version_id::text
  LEFT JOIN replica d ON d.topic = ${division.type} AND d.key = n.division_code`;

function viewOf({ listed_count, listed_fen, opened_at, closes_at, now, ...row }: Row) {
  return {
    ...row,
    listed: { count: listed_count, amountFen: listed_fen },
    openedAt: opened_at?.toISOString() ?? null,
    closesAt: closes_at?.toISOString() ?? null,
    daysLeft: row.state === 'open' && closes_at !== null ? daysLeft(closes_at, now) : null,
  };
}

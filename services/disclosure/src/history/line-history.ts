import { Injectable } from '@nestjs/common';
import { type HistoryEntry, policyVersion } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { isPost } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import { type Actor, Authority, demandLineReader, notFound } from '@one-card/service';
import { config } from '../config';

interface NoticeRow {
  id: string;
  policyVersionId: string;
  divisionCode: string;
  place: string;
  state: string;
  requestedAt: Date;
  openedAt: Date | null;
  closesAt: Date | null;
  postedBy: { actor: string; post: string } | null;
}
interface ObjectionRow {
  id: string;
  state: 'open' | 'upheld' | 'refused';
  received_at: Date;
  decided_at: Date | null;
  decided_by: { actor: string; post: string } | null;
}

const SERVICE = 'disclosure';
const PLACES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  village_board: ['村务公开栏', 'the village board'],
  web_notice: ['网站', 'the web'],
};

/** What disclosure knows of one line: the notices that listed it, objections to it, without a word of who objected, and its publication. */
@Injectable()
export class LineHistory {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly authority: Authority,
  ) {}

  async of(line: number, actor: Actor): Promise<HistoryEntry[]> {
    const notices = await this.notices(line);
    const [first] = notices;
    if (first === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    const policy = await this.replicas.find(policyVersion, first.policyVersionId);
    await demandLineReader(this.authority, actor, { department: policy?.department, division: first.divisionCode });
    const objections = await this.database.query<ObjectionRow>(sql`
      SELECT id, state, received_at, decided_at, decided_by
      FROM objection
      WHERE county_code = ${config.countyCode} AND notice_id = ANY(${notices.map(({ id }) => id)}::uuid[]) AND line = ${line}
      ORDER BY received_at`);
    return [...notices.flatMap(noticed), ...objections.flatMap(objected)].sort((a, b) => a.at.localeCompare(b.at));
  }

  private notices(line: number): Promise<NoticeRow[]> {
    return this.database.query<NoticeRow>(sql`
      SELECT n.id, n.policy_version_id AS "policyVersionId", n.division_code AS "divisionCode", n.place, n.state, n.requested_at AS "requestedAt",
             n.opened_at AS "openedAt", n.closes_at AS "closesAt", n.posted_by AS "postedBy"
      FROM listed_chunk k
      JOIN notice n ON n.id = k.notice_id
      WHERE k.county_code = ${config.countyCode} AND k.first_line <= ${line} AND ${line} < k.first_line + k.lines AND ${line} = ANY(k.line)
      ORDER BY n.requested_at, n.id`);
  }
}

const byOf = (by: { actor: string; post: string } | null): HistoryEntry['by'] =>
  by === null ? null : { actor: by.actor, post: isPost(by.post) ? by.post : null };

function noticed(notice: NoticeRow): HistoryEntry[] {
  const [zh, en] = PLACES[notice.place] ?? [notice.place, notice.place];
  const entry = (at: Date, what: string, says: { zh: string; en: string }, by: HistoryEntry['by'] = null): HistoryEntry => ({
    ...{ at: at.toISOString(), service: SERVICE, what, says, by, ref: notice.id },
  });
  const { state, requestedAt, openedAt, closesAt } = notice;
  if (state === 'standing')
    return [entry(requestedAt, 'notice-standing', { zh: '沿用资格认定时的公示', en: 'stands on the notice given when it was granted' })];
  if (state === 'exempt') return [entry(requestedAt, 'notice-exempt', { zh: '按规定免予公示', en: 'needs no notice' })];
  const entries = [entry(requestedAt, 'notice-requested', { zh: `列入${zh}公示名单`, en: `listed for a notice on ${en}` })];
  if (openedAt !== null) entries.push(entry(openedAt, 'published', { zh: `已在${zh}公示`, en: `shown on ${en}` }, byOf(notice.postedBy)));
  if (state === 'closed' && closesAt !== null) entries.push(entry(closesAt, 'notice-closed', { zh: '公示期满', en: 'the notice closed' }));
  return entries;
}

function objected({ id, state, received_at, decided_at, decided_by }: ObjectionRow): HistoryEntry[] {
  const entry = (at: Date, what: string, says: { zh: string; en: string }, by: HistoryEntry['by'] = null): HistoryEntry => ({
    ...{ at: at.toISOString(), service: SERVICE, what, says, by, ref: id },
  });
  const received = entry(received_at, 'objection', { zh: '收到异议', en: 'somebody objected' });
  if (decided_at === null) return [received];
  const says = state === 'upheld' ? { zh: '异议成立', en: 'the objection was upheld' } : { zh: '异议不成立', en: 'the objection was refused' };
  return [received, entry(decided_at, `objection-${state}`, says, byOf(decided_by))];
}

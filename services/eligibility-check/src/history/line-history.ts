import { Injectable } from '@nestjs/common';
import type { HistoryEntry } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { type Actor, Authority, demandLineReader, notFound } from '@one-card/service';
import { config } from '../config';
import { rules } from '../rules';
import type { HitRecord, RuleCode } from '../rules/rule';

interface ChunkRow {
  id: string;
  division_code: string;
  department: string;
  screened_at: Date | null;
}
interface HitRow {
  id: string;
  rule: RuleCode;
  record: HitRecord;
  found_at: Date;
  state: 'open' | 'confirmed' | 'dismissed';
  decided_by: string | null;
  decision_reason: string | null;
  decided_at: Date | null;
  withdrawn_at: Date | null;
}

const SERVICE = 'eligibility-check';

/** What screening knows of one line: that it was screened, what was found, how it was decided. */
@Injectable()
export class LineHistory {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
  ) {}

  async of(line: number, actor: Actor): Promise<HistoryEntry[]> {
    const chunk = await this.database.maybe<ChunkRow>(sql`
      SELECT k.id, k.division_code, b.department, k.screened_at
      FROM screened_chunk k
      JOIN batch b ON b.id = k.batch_id
      WHERE k.county_code = ${config.countyCode} AND k.first_line <= ${line} AND k.last_line >= ${line}`);
    if (chunk === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    await demandLineReader(this.authority, actor, { department: chunk.department, division: chunk.division_code });
    const hits = await this.database.query<HitRow>(sql`
      SELECT id, rule, record, found_at, state, decided_by, decision_reason, decided_at, withdrawn_at
      FROM hit
      WHERE county_code = ${config.countyCode} AND line = ${line}
      ORDER BY found_at, id`);
    return [...screened(chunk), ...hits.flatMap(entriesOf)];
  }
}

function screened({ id, screened_at }: ChunkRow): HistoryEntry[] {
  if (screened_at === null) return [];
  const says = { zh: '已与其他部门数据比对', en: "screened against other departments' data" };
  return [{ at: screened_at.toISOString(), service: SERVICE, what: 'screened', says, by: null, ref: id }];
}

function entriesOf(hit: HitRow): HistoryEntry[] {
  const says = rules[hit.rule].says(hit.record);
  const entry = (at: Date, what: string, words: { zh: string; en: string }, actor: string | null = null): HistoryEntry => ({
    at: at.toISOString(),
    service: SERVICE,
    what,
    says: words,
    by: actor === null ? null : { actor, post: 'department-clerk' },
    ref: hit.id,
  });
  const entries = [entry(hit.found_at, 'hit-found', { zh: `发现疑点:${says.zh}`, en: `hit found: ${says.en}` })];
  if (hit.decided_at !== null) {
    const [zh, en] = hit.state === 'confirmed' ? ['疑点属实', 'hit confirmed'] : ['疑点排除', 'hit dismissed'];
    const reason = hit.decision_reason ?? '';
    entries.push(entry(hit.decided_at, `hit-${hit.state}`, { zh: `${zh}:${reason}`, en: `${en}: ${reason}` }, hit.decided_by));
  }
  if (hit.withdrawn_at !== null)
    entries.push(entry(hit.withdrawn_at, 'hit-withdrawn', { zh: '花名册重新上传,疑点撤销', en: 'withdrawn with its roll' }));
  return entries;
}

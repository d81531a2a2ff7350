import { Injectable } from '@nestjs/common';
import { type HistoryEntry, policyVersion } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Replicas } from '@one-card/kafka';
import { type Actor, Authority, demandLineReader, holdings, notFound } from '@one-card/service';
import { config } from '../config';

interface ChunkRow {
  division: string;
  policyVersionId: string;
}
interface InstructionRow {
  attempt: number;
  bank_code: string;
  made_at: Date;
  file_id: string | null;
  built_at: Date | null;
}
interface AnswerRow {
  attempt: number;
  sequence: number;
  state: 'credited' | 'bounced';
  raw_code: string | null;
  raw_text: string | null;
  at: Date;
}

const SERVICE = 'bank-gateway';

/** What the banks' side knows of one line: its instructions, the files that carried them, what the bank answered. */
@Injectable()
export class LineHistory {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly authority: Authority,
  ) {}

  async of(line: number, actor: Actor): Promise<HistoryEntry[]> {
    await this.demand(line, actor);
    const [instructions, answers] = await Promise.all([this.instructions(line), this.answers(line)]);
    return [...instructions.flatMap(instructed), ...answers.map(answered)].sort((a, b) => a.at.localeCompare(b.at));
  }

  private async demand(line: number, actor: Actor): Promise<void> {
    const chunk = await this.database.maybe<ChunkRow>(sql`
      SELECT c.chunk->>'divisionCode' AS division, c.chunk->>'policyVersionId' AS "policyVersionId"
      FROM instruction i
      JOIN file_part p ON p.county_code = i.county_code AND p.part_id = i.part_id
      JOIN ordered_chunk c ON c.county_code = p.county_code AND c.order_id = p.order_id AND c.chunk_id = p.chunk_id
      WHERE i.county_code = ${config.countyCode} AND i.line = ${line}
      LIMIT 1`);
    if (chunk === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    if (holdings(actor, 'bank-operator').length > 0) return;
    const policy = await this.replicas.find(policyVersion, chunk.policyVersionId);
    await demandLineReader(this.authority, actor, { department: policy?.department, division: chunk.division });
  }

  private instructions(line: number): Promise<InstructionRow[]> {
    return this.database.query<InstructionRow>(sql`
      SELECT i.attempt, p.bank_code, p.made_at, p.file_id, f.built_at
      FROM instruction i
      JOIN file_part p ON p.county_code = i.county_code AND p.part_id = i.part_id
      LEFT JOIN bank_file f ON f.county_code = p.county_code AND f.file_id = p.file_id
      WHERE i.county_code = ${config.countyCode} AND i.line = ${line}
      ORDER BY i.attempt`);
  }

  /** A bank that says no time answered when its instruction's file was built, at the earliest. */
  private answers(line: number): Promise<AnswerRow[]> {
    return this.database.query<AnswerRow>(sql`
      SELECT a.attempt, a.sequence, a.state, a.raw_code, a.raw_text, COALESCE(a.notified_at, a.credited_at, f.built_at, p.made_at) AS at
      FROM answer a
      JOIN instruction i USING (county_code, line, attempt)
      JOIN file_part p ON p.county_code = i.county_code AND p.part_id = i.part_id
      LEFT JOIN bank_file f ON f.county_code = p.county_code AND f.file_id = p.file_id
      WHERE a.county_code = ${config.countyCode} AND a.line = ${line}
      ORDER BY a.attempt, a.sequence`);
  }
}

function instructed({ attempt, bank_code, made_at, file_id, built_at }: InstructionRow): HistoryEntry[] {
  const entry = (at: Date, what: string, zh: string, en: string, ref: string | null): HistoryEntry => ({
    ...{ at: at.toISOString(), service: SERVICE, what, says: { zh, en }, by: null, ref },
  });
  const again = attempt === 1 ? { zh: '', en: '' } : { zh: `(第 ${attempt} 次)`, en: ` (attempt ${attempt})` };
  const made = built_at ?? made_at;
  const told = entry(made, 'instructed', `已形成代发指令${again.zh}`, `an instruction was made${again.en}`, bank_code);
  return file_id === null ? [told] : [told, entry(made, 'filed', '代发指令已列入报盘文件', 'its instruction stands in a file for the bank', file_id)];
}

function answered({ attempt, sequence, state, raw_code, raw_text, at }: AnswerRow): HistoryEntry {
  const why = [raw_code, raw_text].filter((text) => text !== null).join(' ');
  const says =
    state === 'credited'
      ? { zh: '银行回盘:已入账', en: 'the bank answered: credited' }
      : { zh: `银行回盘:退票 ${why}`.trimEnd(), en: `the bank answered: bounced ${why}`.trimEnd() };
  return { at: at.toISOString(), service: SERVICE, what: `bank-${state}`, says, by: null, ref: `${String(attempt)}.${String(sequence)}` };
}

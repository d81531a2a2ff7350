import { Injectable } from '@nestjs/common';
import type { HistoryEntry, MatchedChunk } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { type Actor, notFound, requirePost } from '@one-card/service';
import { config } from '../config';
import { READERS } from '../readers';

interface ChunkRow {
  chunk_id: string;
}
interface AuditRow {
  topic: string;
  time: string;
  event_id: string;
}
interface AlertRow {
  id: string;
  flag: string;
  zh: string;
  en: string;
  raised_at: Date;
}

const SERVICE = 'supervision';

/** What supervision recorded of one line: the messages that carried its chunk, as they stand in the audit chains, and its red flags. */
@Injectable()
export class LineHistory {
  constructor(private readonly database: Database) {}

  /** One row a chunk, so that a line is found in the chains. */
  async keep({ chunk }: MatchedChunk, tx: Transaction): Promise<void> {
    await tx.execute(sql`
      INSERT INTO chunk_watch (county_code, first_line, lines, chunk_id)
      VALUES (${chunk.countyCode}, ${chunk.firstLine}, ${chunk.lines}, ${chunk.chunkId})
      ON CONFLICT DO NOTHING`);
  }

  async of(line: number, actor: Actor): Promise<HistoryEntry[]> {
    requirePost(actor, READERS);
    const chunk = await this.database.maybe<ChunkRow>(sql`
      SELECT chunk_id
      FROM chunk_watch
      WHERE county_code = ${config.countyCode} AND first_line <= ${line} AND ${line} < first_line + lines`);
    if (chunk === undefined) throw notFound({ zh: '发放明细', en: 'line' }, line);
    const [recorded, alerts] = await Promise.all([this.recorded(chunk.chunk_id), this.alerts(line)]);
    return [...recorded, ...alerts].sort((a, b) => a.at.localeCompare(b.at));
  }

  private async recorded(chunkId: string): Promise<HistoryEntry[]> {
    const rows = await this.database.query<AuditRow>(sql`
      SELECT topic, time, event_id
      FROM audit_entry
      WHERE key = ${`${config.countyCode}/${chunkId}`}
      ORDER BY time, topic, number`);
    return rows.map(({ topic, time, event_id }) => ({
      at: new Date(time).toISOString(),
      service: SERVICE,
      what: 'recorded',
      says: { zh: `已记入审计链:${topic}`, en: `recorded in the audit chain of ${topic}` },
      by: null,
      ref: event_id,
    }));
  }

  private async alerts(line: number): Promise<HistoryEntry[]> {
    const rows = await this.database.query<AlertRow>(sql`
      SELECT id, flag, zh, en, raised_at FROM alert WHERE county_code = ${config.countyCode} AND line = ${line} ORDER BY raised_at`);
    return rows.map(({ id, flag, zh, en, raised_at }) => ({
      ...{
        at: raised_at.toISOString(),
        service: SERVICE,
        what: `alert-${flag}`,
        says: { zh: `预警:${zh}`, en: `red flag: ${en}` },
        by: null,
        ref: id,
      },
    }));
  }
}

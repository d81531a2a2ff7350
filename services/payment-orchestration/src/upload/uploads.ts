import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { type Actor, say, type Text } from '@one-card/service';
import type { z } from 'zod';
import type { RollRow } from '../batch/batch.row';
import type { UploadResult } from './upload.service';

type UploadView = z.output<typeof paymentOrchestrationApi.uploadView>;

interface UploadRow {
  id: string;
  at: Date;
  file_name: string;
  sha256: string;
  actor: string;
  revision: number | null;
  status: number;
  answer: UploadResult | { detail: Text; extra: { faults?: UploadResult['faults'] } };
}

const MOST = 50;
const FAULTS_TOLD = 1_000;

/** Every file that was sent in for a roll, the newest first, also those that were refused and why. */
@Injectable()
export class Uploads {
  constructor(private readonly database: Database) {}

  async of(roll: RollRow, actor: Actor): Promise<UploadView[]> {
    const rows = await this.database.query<UploadRow>(sql`
      SELECT id, at, file_name, sha256, actor, revision, status, answer
      FROM upload
      WHERE roll_id = ${roll.id}
      ORDER BY at DESC, id DESC
      LIMIT ${MOST}`);
    return rows.map((row) => viewOf(row, actor));
  }
}

function viewOf({ id, at, file_name, sha256, actor, revision, status, answer }: UploadRow, reader: Actor): UploadView {
  const refused = 'detail' in answer;
  const faults = refused ? (answer.extra.faults ?? []) : [];
  return {
    ...{ id, at: at.toISOString(), fileName: file_name, sha256, byMe: actor === reader.id, accepted: status === 201, revision },
    detail: refused ? say(answer.detail) : null,
    faults: faults.slice(0, FAULTS_TOLD),
    faultCount: refused ? faults.length : answer.faultCount,
  };
}

import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { v7 as uuidv7 } from 'uuid';
import type { ActedBy } from '../batch/batch.row';

export interface Review {
  readonly countyCode: string;
  readonly batchId: string;
  /** null: of the batch */
  readonly rollId: string | null;
  readonly step: number;
  readonly by: ActedBy;
  readonly decision: 'approve' | 'sendBack';
  readonly opinion: string;
  readonly revision: number | null;
  readonly digest: string;
}

/** Who decided what at which step, bound to the digest of what they saw. */
@Injectable()
export class Reviews {
  async add(tx: Transaction, { countyCode, batchId, rollId, step, by, decision, opinion, revision, digest }: Review): Promise<void> {
    await tx.execute(sql`
      INSERT INTO review (id, county_code, batch_id, roll_id, step, post, actor, name, decision, opinion, revision, digest, at)
      VALUES (${uuidv7()}, ${countyCode}, ${batchId}, ${rollId}, ${step}, ${by.post}, ${by.actor}, ${by.name}, ${decision}, ${opinion},
              ${revision}, ${digest}, ${await tx.now()})`);
  }

  /** Who approved this digest of a roll, or of the batch itself, at another step. */
  async approvers(tx: Transaction, of: { batchId: string; rollId: string | null; digest: string; step: number }): Promise<string[]> {
    const rows = await tx.query<{ actor: string }>(sql`
      SELECT DISTINCT actor
      FROM review
      WHERE batch_id = ${of.batchId} AND roll_id IS NOT DISTINCT FROM ${of.rollId}::uuid AND digest = ${of.digest}
        AND step <> ${of.step} AND decision = 'approve'`);
    return rows.map(({ actor }) => actor);
  }
}

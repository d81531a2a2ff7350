import { Injectable } from '@nestjs/common';
import type { BatchState } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';

/** What screening and its decisions need to know of a batch: its kind, its department, and who entered each roll. */
@Injectable()
export class BatchService {
  async follow(batch: BatchState, tx: Transaction): Promise<void> {
    await tx.execute(sql`
      INSERT INTO batch (county_code, id, kind, department, version)
      VALUES (${batch.countyCode}, ${batch.id}, ${batch.kind}, ${batch.department}, ${batch.version})
      ON CONFLICT (id) DO UPDATE
      SET kind = excluded.kind, department = excluded.department, version = excluded.version
      WHERE batch.version < excluded.version`);
    await this.keepEntries(batch, tx);
  }

  /** The step with which a revision first appears is its upload, so whoever took it entered the roll. */
  private async keepEntries({ countyCode, rolls, did }: BatchState, tx: Transaction): Promise<void> {
    const uploaded = rolls.filter(({ revision }) => revision > 0);
    if (uploaded.length === 0) return;
    const enteredBy = uploaded.map(({ rollId }) => (rollId === did.rollId ? (did.by?.actor ?? null) : null));
    await tx.execute(sql`
      INSERT INTO roll_entry (county_code, roll_id, revision, entered_by)
      SELECT ${countyCode}, *
      FROM unnest(${uploaded.map(({ rollId }) => rollId)}::uuid[], ${uploaded.map(({ revision }) => revision)}::integer[], ${enteredBy}::text[])
      ON CONFLICT DO NOTHING`);
  }
}

import { sql, type Transaction } from '@one-card/database';

const keyOf = (rollId: string): string => `roll ${rollId}`;

/** Chunks of a roll are taken in side by side, but never while a new upload replaces its revision. Taken before every other lock. */
export async function whileRevisionStands(tx: Transaction, rollId: string): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${keyOf(rollId)}, 0))`);
}

/** Waits for all chunks that are being taken in. */
export async function toReplaceRevision(tx: Transaction, rollId: string): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${keyOf(rollId)}, 0))`);
}

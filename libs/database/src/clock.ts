import { sql } from './sql';
import type { Transaction } from './transaction';

/** Business time only moves forward: an older offset that arrives late changes nothing. Gives the offset that holds now. */
export async function advanceBusinessClock(tx: Transaction, offsetMs: number | bigint | string): Promise<bigint> {
  const row = await tx.one<{ offset_ms: string }>(sql`
    UPDATE business_clock
    SET offset_ms = GREATEST(offset_ms, ${String(offsetMs)}::bigint)
    RETURNING offset_ms`);
  return BigInt(row.offset_ms);
}

import { sql, type Transaction } from '@one-card/database';
import type { BatchRow } from '../batch/batch.row';
import { batchStates } from '../batch/batch.states';
import type { BatchChange } from '../batch/batches';
import { refused } from '../batch/refusals';
import { moveOf } from './order.moves';

/** A batch that is being paid is settled when none of its orders is under way; whoever asks holds the batch. */
export async function settledWhenDone(tx: Transaction, batch: BatchRow): Promise<BatchChange | undefined> {
  const open = await tx.maybe(sql`
    SELECT FROM pay_order WHERE batch_id = ${batch.id} AND state IN ('reserved', 'applied', 'funded') LIMIT 1`);
  if (open !== undefined) return undefined;
  const moved = batchStates.next(batch.state, 'settle', moveOf(batch, ''), ['system']);
  if (!moved.ok) throw refused(moved);
  // nobody has anything to do with it any more, so nothing can become late
  return { state: moved.to, dueAt: null };
}

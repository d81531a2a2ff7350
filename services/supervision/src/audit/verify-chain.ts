import type { AuditEntry } from '@one-card/contracts';
import { CHAIN_START, chained } from './audit.rules';

export interface Broken {
  topic: string;
  partition: number;
  offset: string;
  why: string;
}

export interface ChainResult {
  entries: number;
  hash: string;
  broken?: Broken;
}

/** Follows one chain from its start; ends at the first entry that does not fit. */
export async function verifyChain(entries: AsyncIterable<AuditEntry>): Promise<ChainResult> {
  let [count, hash, offset] = [0, CHAIN_START, -1n];
  for await (const entry of entries) {
    const why = faultOf(entry, hash, offset);
    if (why) return { entries: count, hash, broken: { topic: entry.topic, partition: entry.partition, offset: entry.offset, why } };
    [count, hash, offset] = [count + 1, entry.hash, BigInt(entry.offset)];
  }
  return { entries: count, hash };
}

function faultOf(entry: AuditEntry, previous: string, offset: bigint): string | undefined {
  if (entry.previous !== previous) return 'an entry before it is missing or was changed';
  if (BigInt(entry.offset) <= offset) return 'its offset does not follow the one before';
  const { hash, ...rest } = entry;
  return chained(rest).hash === hash ? undefined : 'the entry was changed';
}

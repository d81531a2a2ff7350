import { createHash } from 'node:crypto';
import { type AuditEntry, auditHashInput } from '@one-card/contracts';

/** What stands before the first entry of a chain. */
export const CHAIN_START = '0'.repeat(64);

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** The entry with its hash, which holds everything before it. */
export function chained(entry: Omit<AuditEntry, 'hash'>): AuditEntry {
  return { ...entry, hash: sha256(auditHashInput(entry)) };
}

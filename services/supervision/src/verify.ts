import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Verifies an export of the audit chains (`GET /api/supervision/audit/export`), one JSON entry a line: `node verify.js export.ndjson`.
 * It stands alone, with nothing but Node, so that whoever doubts the platform need not trust its code. Each entry's hash is SHA-256 over
 * [previous, topic, partition, offset, eventId, type, key, time, bodySha256] joined by line feeds; the first `previous` is 64 zeros.
 */
interface Entry {
  topic: string;
  partition: number;
  offset: string;
  eventId: string;
  type: string;
  key: string;
  time: string;
  bodySha256: string;
  previous: string;
  hash: string;
}

async function verify(file: string): Promise<number> {
  const ends = new Map<string, { hash: string; entries: number; offset: bigint }>();
  let lineNo = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    lineNo++;
    if (line === '') continue;
    const entry = JSON.parse(line) as Entry;
    const chain = `${entry.topic}/${entry.partition}`;
    const end = ends.get(chain) ?? { hash: '0'.repeat(64), entries: 0, offset: -1n };
    const { previous, topic, partition, offset, eventId, type, key, time, bodySha256 } = entry;
    const hash = createHash('sha256').update([previous, topic, partition, offset, eventId, type, key, time, bodySha256].join('\n')).digest('hex');
    if (previous !== end.hash || hash !== entry.hash || BigInt(offset) <= end.offset) {
      console.error(`${file}:${lineNo}: the chain ${chain} breaks at offset ${offset}`);
      return 1;
    }
    ends.set(chain, { hash, entries: end.entries + 1, offset: BigInt(offset) });
  }
  for (const [chain, { entries, hash }] of ends) console.log(`${chain}: ${entries} entries, ends at ${hash}`);
  console.log(`${ends.size} chains hold.`);
  return 0;
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node verify.js export.ndjson');
  process.exit(2);
}
verify(file).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);

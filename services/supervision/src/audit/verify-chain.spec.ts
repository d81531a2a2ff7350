import type { AuditEntry } from '@one-card/contracts';
import { CHAIN_START, chained } from './audit.rules';
import { verifyChain } from './verify-chain';

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let i = 0; i < length; i++) {
    entries.push(
      chained({
        topic: 'gateway.post.v1',
        partition: 0,
        offset: String(i * 2),
        eventId: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
        type: 'gateway.post.v1',
        key: '410423/p',
        time: '2026-11-01T00:00:00Z',
        bodySha256: String(i).padStart(64, 'a'),
        previous: entries.at(-1)?.hash ?? CHAIN_START,
      }),
    );
  }
  return entries;
}

async function* stream(entries: AuditEntry[]) {
  yield* entries;
}

describe('an audit chain', () => {
  it('holds from its first entry to its last', async () => {
    const entries = chain(5);
    expect(await verifyChain(stream(entries))).toEqual({ entries: 5, hash: entries[4]?.hash });
  });

  it.each<[string, (entries: AuditEntry[]) => void]>([
    ['was changed', (entries) => Object.assign(entries[2] ?? {}, { bodySha256: 'f'.repeat(64) })],
    ['is missing', (entries) => entries.splice(2, 1)],
    ['changed its place', (entries) => entries.splice(2, 2, ...entries.slice(2, 4).reverse())],
  ])('breaks when an entry %s', async (_, tamper) => {
    const entries = chain(5);
    tamper(entries);
    expect((await verifyChain(stream(entries))).broken).toBeDefined();
  });
});

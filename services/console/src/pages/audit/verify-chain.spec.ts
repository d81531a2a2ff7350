import { createHash } from 'node:crypto';
import { entriesOf, type Entry, verifyChain } from './verify-chain';

function chain(length: number): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < length; i++) {
    const entry = {
      topic: 'gateway.post.v1',
      partition: 0,
      offset: String(i * 2),
      eventId: `e${String(i)}`,
      type: 'gateway.post.v1',
      key: '410423/张',
    };
    const rest = { time: '2026-11-01T00:00:00Z', bodySha256: 'a'.repeat(64), previous: entries.at(-1)?.hash ?? '0'.repeat(64) };
    const fields = [rest.previous, entry.topic, entry.partition, entry.offset, entry.eventId, entry.type, entry.key, rest.time, rest.bodySha256];
    entries.push({ ...entry, ...rest, hash: createHash('sha256').update(fields.join('\n')).digest('hex') });
  }
  return entries;
}

/** As they come over the network: cut anywhere, also within a character. */
function streamOf(entries: readonly Entry[], pieceBytes = 7): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += pieceBytes)));
    },
  });
}

const headOf = (entries: readonly Entry[]) => ({ entries: entries.length, hash: entries.at(-1)?.hash ?? '' });
const check = (entries: readonly Entry[], head = headOf(entries)) => verifyChain(entriesOf(streamOf(entries)), head);

describe('an audit chain, checked in the browser', () => {
  it('holds up to its head, also when it has grown since the head was shown', async () => {
    const entries = chain(5);
    expect(await check(entries)).toEqual({ checked: 5, lastOffset: '8', hash: entries[4]?.hash });
    expect((await check(entries, headOf(entries.slice(0, 3)))).fault).toBeUndefined();
  });

  it.each<[string, string, (entries: Entry[]) => void]>([
    ['was changed', 'changed', (entries) => Object.assign(entries[2] ?? {}, { bodySha256: 'f'.repeat(64) })],
    ['is missing', 'missing', (entries) => entries.splice(2, 1)],
    ['changed its place', 'missing', (entries) => entries.splice(2, 2, ...entries.slice(2, 4).reverse())],
    ['at the end is missing', 'cut', (entries) => entries.pop()],
  ])('breaks when an entry %s', async (_, why, tamper) => {
    const entries = chain(5);
    const head = headOf(entries);
    tamper(entries);
    expect((await check(entries, head)).fault?.why).toBe(why);
  });

  it('breaks when it was made anew from an entry on, since its head is another', async () => {
    expect((await check(chain(5), { entries: 5, hash: 'f'.repeat(64) })).fault).toEqual({ why: 'head', offset: '8' });
  });
});

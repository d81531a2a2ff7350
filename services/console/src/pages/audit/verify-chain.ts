export interface Entry {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly eventId: string;
  readonly type: string;
  readonly key: string;
  readonly time: string;
  readonly bodySha256: string;
  readonly previous: string;
  readonly hash: string;
}

export interface Head {
  readonly entries: number;
  readonly hash: string;
}

export type Fault = 'missing' | 'order' | 'changed' | 'head' | 'cut';

/** What a check of one chain found; `checked` entries held before its fault, if it has one. */
export interface Checked {
  readonly checked: number;
  readonly lastOffset: string | null;
  readonly hash: string;
  readonly fault?: { readonly why: Fault; readonly offset: string | null };
}

const START = '0'.repeat(64);
const TELL_EVERY = 500;

/**
 * Computes a chain anew from its export, in the browser, so that whoever doubts the platform need not take its word: each entry's hash is
 * SHA-256 over its fields and the hash before it, and the head that the platform shows is the hash of the entry that it counts. The chain may
 * have grown meanwhile.
 */
export async function verifyChain(entries: AsyncIterable<Entry>, head: Head, tell?: (checked: number) => void): Promise<Checked> {
  let [checked, hash, lastOffset] = [0, START, null as string | null];
  const broken = (why: Fault, offset: string | null): Checked => ({ checked, hash, lastOffset, fault: { why, offset } });
  for await (const entry of entries) {
    if (entry.previous !== hash) return broken('missing', entry.offset);
    if (lastOffset !== null && BigInt(entry.offset) <= BigInt(lastOffset)) return broken('order', entry.offset);
    if ((await hashOf(entry)) !== entry.hash) return broken('changed', entry.offset);
    [checked, hash, lastOffset] = [checked + 1, entry.hash, entry.offset];
    if (checked === head.entries && hash !== head.hash) return broken('head', entry.offset);
    if (checked % TELL_EVERY === 0) tell?.(checked);
  }
  return checked < head.entries ? broken('cut', lastOffset) : { checked, hash, lastOffset };
}

async function hashOf({ previous, topic, partition, offset, eventId, type, key, time, bodySha256 }: Entry): Promise<string> {
  const text = [previous, topic, partition, offset, eventId, type, key, time, bodySha256].join('\n');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** One JSON entry a line, as they come: a long chain is never held as a whole. */
export async function* entriesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Entry> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line) as Entry;
      if (done) break;
    }
    if (rest !== '') yield JSON.parse(rest) as Entry;
  } finally {
    await reader.cancel();
  }
}

import type { Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';

/** So much is looked at to tell the encoding; a page of Chinese names settles it. */
const SAMPLE_BYTES = 64 * 1024;

/** The records of a CSV file as they come, with the row each stands in (the header is row 1); every byte goes into the hash. */
export async function* recordsOf(body: AsyncIterable<Buffer>, hash: Hash): AsyncIterable<{ row: number; record: string[] }> {
  const parser = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: 64 * 1024 });
  pipeline(Readable.from(textOf(body, hash)), parser, () => undefined);
  let row = 0;
  for await (const record of parser as AsyncIterable<string[]>) yield { row: ++row, record };
}

/** UTF-8 if it can be, else GB18030, which Excel writes in China. */
async function* textOf(body: AsyncIterable<Buffer>, hash: Hash): AsyncIterable<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let sample = Buffer.alloc(0);
  for await (const bytes of body) {
    hash.update(bytes);
    if (decoder) {
      yield decoder.decode(bytes, { stream: true });
      continue;
    }
    sample = Buffer.concat([sample, bytes]);
    if (sample.length < SAMPLE_BYTES) continue;
    decoder = new TextDecoder(encodingOf(sample));
    yield decoder.decode(sample, { stream: true });
  }
  decoder ??= new TextDecoder(encodingOf(sample));
  yield sample.length < SAMPLE_BYTES ? decoder.decode(sample) : decoder.decode();
}

export function encodingOf(sample: Buffer): 'utf-8' | 'gb18030' {
  try {
    // As a stream: a character that the sample cuts in two is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

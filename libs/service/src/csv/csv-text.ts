import type { Hash } from 'node:crypto';
import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** In characters. A row longer than this is no row of a table: usually a quotation mark in it is never closed. */
export const LONGEST_ROW = 64 * 1024;

/** So much is looked at to tell the encoding, from where it begins to matter; a page of Chinese names settles it. */
const SAMPLE_BYTES = 64 * 1024;
const BYTES_A_CHARACTER = 4;
const [LF, CR] = [0x0a, 0x0d];
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

type Encoding = 'utf-8' | 'gb18030';

/**
 * The text of a CSV file, in UTF-8: as it came, or from GB18030, in which spreadsheets in China save. It ends before the first line that is no
 * text, and `fault` then says why, so that whoever reads it has read all rows before.
 */
export class CsvText implements AsyncIterable<Buffer | string> {
  fault: 'encoding' | 'row-too-long' | undefined;

  constructor(
    private readonly body: AsyncIterable<Buffer>,
    private readonly hash?: Hash,
  ) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer | string> {
    let encoding: Encoding | undefined;
    let sample = Buffer.alloc(0);
    for await (const lines of this.lines()) {
      if (encoding !== undefined) yield* this.decoded(lines, encoding);
      else if (sample.length === 0 && isAscii(lines)) yield lines;
      else {
        sample = Buffer.concat([sample, lines]);
        if (sample.length < SAMPLE_BYTES) continue;
        encoding = encodingOf(sample);
        yield* this.decoded(sample, encoding);
      }
      if (this.fault !== undefined) return;
    }
    if (encoding === undefined) yield* this.decoded(sample, encodingOf(sample));
  }

  /** Cut behind line breaks only, whose bytes are part of no other character in either encoding: no character is cut. */
  private async *lines(): AsyncIterable<Buffer> {
    let rest = Buffer.alloc(0);
    for await (const bytes of this.body) {
      this.hash?.update(bytes);
      const end = 1 + Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR));
      if (end > 0) yield Buffer.concat([rest, bytes.subarray(0, end)]);
      rest = Buffer.concat([end > 0 ? Buffer.alloc(0) : rest, bytes.subarray(end)]);
      if (rest.length <= BYTES_A_CHARACTER * LONGEST_ROW) continue;
      this.fault = 'row-too-long';
      return;
    }
    yield rest;
  }

  private *decoded(lines: Buffer, encoding: Encoding): Iterable<Buffer | string> {
    const text = utf8Of(lines, encoding);
    if (text !== undefined) return yield text;
    for (const line of linesOf(lines)) {
      const text = utf8Of(line, encoding);
      if (text === undefined) {
        this.fault = 'encoding';
        return;
      }
      yield text;
    }
  }
}

/** UTF-8 where it can be; where neither can be, the one that reads further, so that the row of the fault is the right one. */
function encodingOf(sample: Buffer): Encoding {
  if (sample.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) || beginsUtf8(sample)) return 'utf-8';
  return readableIn('gb18030', sample) > readableIn('utf-8', sample) ? 'gb18030' : 'utf-8';
}

/** The file may break off in the middle of a character, which is a fault, but not one of the encoding. */
function beginsUtf8(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** How many lines are text in this encoding, before the first that is not. */
function readableIn(encoding: Encoding, sample: Buffer): number {
  let lines = 0;
  for (const line of linesOf(sample)) {
    if (utf8Of(line, encoding) === undefined) break;
    lines += 1;
  }
  return lines;
}

function utf8Of(bytes: Buffer, encoding: Encoding): Buffer | string | undefined {
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes : undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function* linesOf(bytes: Buffer): Iterable<Buffer> {
  let from = 0;
  for (const [at, byte] of bytes.entries()) {
    if (byte !== LF && byte !== CR) continue;
    yield bytes.subarray(from, at + 1);
    from = at + 1;
  }
  yield bytes.subarray(from);
}

import { createHash } from 'node:crypto';
import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';

export interface CsvRow {
  /** line of the file, as a spreadsheet counts it */
  readonly rowNo: number;
  readonly cells: readonly string[];
}

/** The file is not text in UTF-8 or GB18030, or its quotes do not close. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** Reads a CSV as it streams in; afterwards `sha256` tells what was read. Memory does not grow with the file. */
export class CsvFile {
  private readonly hash = createHash('sha256');

  constructor(private readonly body: AsyncIterable<Buffer>) {}

  get sha256(): string {
    return this.hash.copy().digest('hex');
  }

  async *rows(): AsyncIterable<CsvRow> {
    const parser = parse({ bom: true, info: true, trim: true, relax_column_count: true, skip_empty_lines: true });
    const fed = this.feed(parser);
    try {
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        yield { rowNo: info.lines, cells: record };
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) throw new UnreadableFile(error.message);
      throw error;
    } finally {
      parser.destroy();
      // the body is let go before anybody else may read on from it
      await fed;
    }
  }

  /** Hands the text on as fast as it is parsed. A fault on the way is the reader's, who waits on the parser. */
  private async feed(parser: ReturnType<typeof parse>): Promise<void> {
    try {
      for await (const text of this.text()) {
        if (parser.destroyed) return;
        if (!parser.write(text)) await new Promise<void>((resolve) => parser.once('drain', resolve).once('close', resolve));
      }
      parser.end();
    } catch (error) {
      parser.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** UTF-8, or GB18030 where the first bytes cannot be UTF-8: the two encodings in which offices save tables. */
  private async *text(): AsyncIterable<string> {
    let decoder: TextDecoder | undefined;
    for await (const bytes of this.body) {
      this.hash.update(bytes);
      decoder ??= decoderOf(bytes);
      yield decoded(() => decoder?.decode(bytes, { stream: true }) ?? '');
    }
    yield decoded(() => decoder?.decode() ?? '');
  }
}

function decoderOf(first: Buffer): TextDecoder {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(first, { stream: true });
    return new TextDecoder('utf-8', { fatal: true });
  } catch {
    return new TextDecoder('gb18030', { fatal: true });
  }
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new UnreadableFile('neither UTF-8 nor GB18030');
  }
}

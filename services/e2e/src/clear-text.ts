import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const [ZERO, NINE, LETTER_H, LETTER_X] = [0x30, 0x39, 0x48, 0x58];
/** No number looked for is longer, so what is left over of one part of a file fits before the next. */
const LONGEST = 64;

/** Finds numbers that stand in clear, at digit boundaries: a longer run of digits may hold any shorter one by chance. */
export class ClearText {
  /** By the digits in them: an identity number may end with X, a social-security card's begins with H. */
  private readonly secrets: ReadonlyMap<string, string>;

  constructor(secrets: readonly string[]) {
    this.secrets = new Map(secrets.map((secret) => [/\d{10,}/.exec(secret)?.[0] ?? secret, secret]));
  }

  in(bytes: Buffer): Set<string> {
    const found = new Set<string>();
    let from = -1;
    for (let at = 0; at <= bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= ZERO && byte <= NINE) {
        if (from < 0) from = at;
      } else if (from >= 0) {
        if (at - from >= 10 && at - from <= LONGEST) this.look(bytes, from, at, found);
        from = -1;
      }
    }
    return found;
  }

  /** In every file of a folder and of those below it; a file that the servers take away meanwhile holds nothing any more. */
  async inFolder(folder: string): Promise<string[]> {
    const found: string[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      const file = join(entry.parentPath, entry.name);
      // Kafka lays out its indices of offsets and times in full: gigabytes of nothing.
      if (!entry.isFile() || /\.(time)?index$/.test(entry.name)) continue;
      for (const secret of await this.inFile(file)) found.push(`${file}: ${secret}`);
    }
    return found;
  }

  private async inFile(file: string): Promise<Set<string>> {
    const found = new Set<string>();
    let left = Buffer.alloc(0);
    try {
      for await (const part of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
        const bytes = Buffer.concat([left, part]);
        const end = endOfWhole(bytes);
        for (const secret of this.in(bytes.subarray(0, end))) found.add(secret);
        left = Buffer.from(bytes.subarray(Math.max(0, end - 1)));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    for (const secret of this.in(left)) found.add(secret);
    return found;
  }

  private look(bytes: Buffer, from: number, to: number, found: Set<string>): void {
    const secret = this.secrets.get(bytes.toString('latin1', from, to));
    if (secret === undefined) return;
    if (secret.startsWith('H') && bytes[from - 1] !== LETTER_H) return;
    if (secret.endsWith('X') && ((bytes[to] ?? 0) & ~0x20) !== LETTER_X) return;
    found.add(secret);
  }
}

/** Behind the last byte that is no digit: what follows may go on in the next part. */
function endOfWhole(bytes: Buffer): number {
  for (let end = bytes.length; end > Math.max(0, bytes.length - LONGEST); end--) {
    const byte = bytes[end - 1] ?? 0;
    if (byte < ZERO || byte > NINE) return end;
  }
  return bytes.length;
}

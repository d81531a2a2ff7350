/** Entries of a ZIP archive as its central directory tells (APPNOTE 4.3.12). */
interface Entry {
  name: string;
  flags: number;
  sizes: Buffer;
  compressed: number;
  at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const HAS_DESCRIPTOR = 0x0008;

/**
 * The same archive with some entries first, for a reader that takes entries as they come. Without shared strings at hand, exceljs writes
 * worksheets to temporary files, in clear: personal data would lie on the disk. Gives undefined for what is no ZIP archive.
 */
export function withEntriesFirst(zip: Buffer, first: (name: string) => boolean): { parts: Buffer[]; unpackedBytes: number } | undefined {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END) return undefined;
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  let unpackedBytes = 0;
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL) return undefined;
    const nameLength = zip.readUInt16LE(at + 28);
    unpackedBytes += zip.readUInt32LE(at + 24);
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      flags: zip.readUInt16LE(at + 8),
      sizes: zip.subarray(at + 16, at + 28),
      compressed: zip.readUInt32LE(at + 20),
      at: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  const ordered = [...entries.filter(({ name }) => first(name)), ...entries.filter(({ name }) => !first(name))];
  const parts: Buffer[] = [];
  for (const entry of ordered) {
    const whole = localEntry(zip, entry);
    if (whole === undefined) return undefined;
    parts.push(...whole);
  }
  return { parts: [...parts, zip.subarray(zip.readUInt32LE(end + 16))], unpackedBytes };
}

/** Its header with the sizes that are known by now, so that none need follow the data. */
function localEntry(zip: Buffer, { at, compressed, sizes, flags }: Entry): [Buffer, Buffer] | undefined {
  if (at + 30 > zip.length || zip.readUInt32LE(at) !== LOCAL) return undefined;
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (start + compressed > zip.length) return undefined;
  const header = Buffer.from(zip.subarray(at, start));
  header.writeUInt16LE(flags & ~HAS_DESCRIPTOR, 6);
  sizes.copy(header, 14);
  return [header, zip.subarray(start, start + compressed)];
}

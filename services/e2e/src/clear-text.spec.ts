import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClearText } from './clear-text';

const [IDENTITY, WITH_X, PHONE, CARD] = ['410423194912310018', '41042319491231002X', '13812345678', 'H1200000001'];
const clear = new ClearText([IDENTITY, WITH_X, PHONE, CARD]);
const found = (text: string): string[] => [...clear.in(Buffer.from(text))];

describe('the search for numbers in clear', () => {
  it('finds each kind, wherever it stands', () => {
    expect(found(`{"a":"${IDENTITY}"} ${WITH_X.toLowerCase()}张${PHONE},${CARD}`)).toEqual([IDENTITY, WITH_X, PHONE, CARD]);
    expect(found(PHONE)).toEqual([PHONE]);
  });

  it('takes a part of a longer number for nothing', () => {
    expect(found(`1${IDENTITY} ${PHONE}0 ${WITH_X.slice(0, 17)} 1200000001`)).toEqual([]);
  });

  it('finds what lies across two parts of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clear-text-'));
    const part = 1 << 20;
    for (const [name, before] of [
      ['within', part - 9],
      ['at the end', part - PHONE.length],
      ['at the start', part],
    ] as const)
      writeFileSync(join(folder, name), `${'.'.repeat(before)}${PHONE}`);
    writeFileSync(join(folder, 'longer'), `${'.'.repeat(part - PHONE.length)}${PHONE}0`);
    expect((await clear.inFolder(folder)).sort()).toEqual(['at the end', 'at the start', 'within'].map((name) => `${join(folder, name)}: ${PHONE}`));
    rmSync(folder, { recursive: true });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parts } from './parts';

describe('the lines of a table, in files of about a size', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are cut at the end of a line, and all there', async () => {
    const parts = new Parts(join(folder, 'line'), 20);
    const text = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
    for (let at = 0; at < text.length; at += 7) await parts.write(Buffer.from(text.slice(at, at + 7)));
    await parts.close();
    const files = parts.files.map((file) => readFileSync(file, 'utf8'));
    expect(files.join('')).toBe(text);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(file).toMatch(/\n$/);
  });

  it('make no file where there are none', async () => {
    const parts = new Parts(join(folder, 'none'), 20);
    await parts.close();
    expect(parts.files).toEqual([]);
  });
});

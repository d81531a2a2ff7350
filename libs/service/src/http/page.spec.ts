import { z } from 'zod';
import { decodeCursor, page } from './page';

const rows = [1, 2, 3].map((id) => ({ id, at: `2026-01-0${id}` }));
const key = z.tuple([z.string(), z.number()]);

describe('a page', () => {
  it('leads on when there is more', () => {
    const first = page(rows, 2, (row) => [row.at, row.id]);
    expect(first.items).toEqual(rows.slice(0, 2));
    expect(decodeCursor(first.next ?? '', key)).toEqual(['2026-01-02', 2]);
  });

  it('ends when there is not', () => {
    expect(page(rows, 3, (row) => [row.id])).toEqual({ items: rows, next: null });
    expect(page([], 3, () => [])).toEqual({ items: [], next: null });
  });

  it('refuses a cursor that it did not make', () => {
    expect(() => decodeCursor('bm9uc2Vuc2U', key)).toThrow(expect.objectContaining({ code: 'invalid-input', status: 422 }));
    expect(decodeCursor(undefined, key)).toBeUndefined();
  });
});

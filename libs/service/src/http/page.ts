import { z } from 'zod';
import { invalidInput } from '../errors/problem';

export interface Page<T> {
  readonly items: T[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

type CursorValue = string | number | null;

/**
 * Cuts a page out of rows of which one more than `limit` was read: that one only tells that there is a next page. The cursor holds the
 * sort key of the last item, so a page is found by an index and never by counting.
 */
export function page<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => readonly CursorValue[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}

export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The sort key in a cursor: `decodeCursor(query.cursor, z.tuple([z.string(), z.number()]))`; undefined for the first page. */
export function decodeCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.output<T> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = z.preprocess((text) => parseJson(String(text)), shape).safeParse(Buffer.from(cursor, 'base64url').toString());
  if (parsed.success) return parsed.data;
  const message = 'take the value of `next` as it was given';
  throw invalidInput(new z.ZodError([{ code: 'custom', path: ['cursor'], message, input: undefined }]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

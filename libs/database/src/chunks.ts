/** DESIGN.md measured 2,000: below, the cost of each chunk shows; above, nothing is won and messages near 1 MiB. */
export const CHUNK_LINES = 2_000;

/** Cuts a sequence into arrays of at most `size`, reading no further than needed. */
export function* chunksOf<T>(items: Iterable<T>, size: number = CHUNK_LINES): Iterable<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

export async function* asyncChunksOf<T>(items: AsyncIterable<T>, size: number = CHUNK_LINES): AsyncIterable<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Turns an object of equally long columns into rows for `copy`, without making an object of each line. */
export function* rowsOf<T extends readonly unknown[]>(...columns: { [K in keyof T]: readonly T[K][] }): Iterable<T> {
  const length = columns[0]?.length ?? 0;
  for (const column of columns) if (column.length !== length) throw new Error('columns differ in length');
  for (let at = 0; at < length; at++) yield columns.map((column) => column[at]) as unknown as T;
}

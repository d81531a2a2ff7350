import { asyncChunksOf, chunksOf, rowsOf } from './chunks';

describe('chunks', () => {
  it('cut a sequence, the last one short', () => {
    expect([...chunksOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
    expect([...chunksOf([], 2)]).toEqual([]);
  });

  it('read no further than needed', () => {
    let read = 0;
    const endless = (function* () {
      for (;;) yield ++read;
    })();
    for (const chunk of chunksOf(endless, 3)) {
      expect(chunk).toEqual([1, 2, 3]);
      break;
    }
    expect(read).toBe(3);
  });

  it('come from streams too', async () => {
    const stream = (async function* () {
      yield* [1, 2, 3];
    })();
    const chunks: number[][] = [];
    for await (const chunk of asyncChunksOf(stream, 2)) chunks.push(chunk);
    expect(chunks).toEqual([[1, 2], [3]]);
  });

  it('become rows out of columns, which must be equally long', () => {
    expect([...rowsOf([1, 2], ['a', 'b'])]).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(() => [...rowsOf([1, 2], ['a'])]).toThrow('columns differ in length');
  });
});

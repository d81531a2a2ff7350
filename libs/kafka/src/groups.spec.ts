import { GROUP, headOf } from './groups';

const sized = (...sizes: number[]) => sizes.map((size) => ({ value: Buffer.alloc(size) }));

describe('messages that share a transaction', () => {
  it.each([
    ['small ones, up to their number', sized(...Array.from({ length: 100 }, () => 10)), 0, GROUP.messages],
    ['what is left of them', sized(1, 1, 1, 1), 2, 2],
    ['not a full chunk with its neighbours', sized(400_000, 10, 10), 0, 1],
    ['small ones before a full chunk', sized(10, 10, 400_000), 0, 2],
    ['no more bytes than the bound', sized(100_000, 100_000, 100_000), 0, 2],
  ])('are %s', (_, messages, from, length) => {
    expect(headOf(messages, from)).toHaveLength(length);
  });
});

import { Gathered } from './gathered';
import { Transaction } from './transaction';

const transaction = () => new Transaction({} as never, {} as never);

describe('what is gathered in a transaction', () => {
  const written: string[][] = [];
  const words = new Gathered(
    (): string[] => [],
    (all) => {
      written.push(all);
      return Promise.resolve();
    },
  );
  beforeEach(() => written.splice(0));

  it('is written once, at its end, and each transaction has its own', async () => {
    const [one, other] = [transaction(), transaction()];
    words.in(one).push('a');
    words.in(other).push('x');
    words.in(one).push('b');
    expect(written).toEqual([]);
    await one.finish();
    expect(written).toEqual([['a', 'b']]);
    await other.finish();
    expect(written).toEqual([['a', 'b'], ['x']]);
  });

  it('is written before what has to find it, and what comes after that at the end', async () => {
    const tx = transaction();
    words.in(tx).push('a');
    await words.write(tx);
    await words.write(tx);
    expect(written).toEqual([['a']]);
    words.in(tx).push('b');
    await tx.finish();
    expect(written).toEqual([['a'], ['b']]);
  });

  it('is nothing when nothing was added', async () => {
    const tx = transaction();
    await words.write(tx);
    await tx.finish();
    expect(written).toEqual([]);
  });
});

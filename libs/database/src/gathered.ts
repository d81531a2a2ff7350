import type { Transaction } from './transaction';

/**
 * What the messages of one transaction add up to, written once at its end: fewer statements, and rows that many transactions change are locked
 * no longer than that statement and the commit take.
 */
export class Gathered<T> {
  private readonly open = new WeakMap<Transaction, T>();

  constructor(
    private readonly begin: () => T,
    private readonly end: (gathered: T, tx: Transaction) => Promise<void>,
  ) {}

  /** What was gathered in this transaction so far, to be added to. */
  in(tx: Transaction): T {
    const known = this.open.get(tx);
    if (known !== undefined) return known;
    const begun = this.begin();
    this.open.set(tx, begun);
    tx.atEnd(() => this.write(tx));
    return begun;
  }

  /** Before what has to find it written. */
  async write(tx: Transaction): Promise<void> {
    const gathered = this.open.get(tx);
    if (gathered === undefined) return;
    this.open.delete(tx);
    await this.end(gathered, tx);
  }
}

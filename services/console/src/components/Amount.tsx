import { count, yuan } from '@one-card/web';
import type { Totals } from '../data/views';

export const Money = ({ fen }: { fen: string | bigint }) => <span className="amount">{yuan(fen)}</span>;
export const Count = ({ of }: { of: number }) => <span className="amount">{count(of)}</span>;

/** Lines and their sum, one under the other. */
export const CountAndMoney = ({ of }: { of: Totals }) => (
  <span className="amount stacked">
    <span>{count(of.count)}</span>
    <span className="secondary">{yuan(of.amountFen)}</span>
  </span>
);

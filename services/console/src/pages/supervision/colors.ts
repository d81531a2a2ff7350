import type { Outcome } from '../../data/views';

/** Of differing darkness, so that they are told apart without colour too. */
export const SUM_COLORS: Readonly<Record<Outcome, string>> = {
  ...{ paid: '#1d6b45', underWay: '#7fb2e5', held: '#f0b429', bounced: '#c2410c', stopped: '#7a1f1f', rejected: '#a3aeb8', closed: '#5b6672' },
};
export const FUND_COLORS = { paid: '#1d6b45', reserved: '#f0b429', available: '#c9d9ea' };

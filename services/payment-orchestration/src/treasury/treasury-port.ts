import type { TreasuryAnswer, TreasuryApplication } from '@one-card/contracts';

/** The treasury as this service sees it: applications go out, answers come in. A budget-management system (预算管理一体化) may take its place. */
export abstract class TreasuryPort {
  /** Hands an application over, whole or not at all; the same one again changes nothing. */
  abstract submit(application: TreasuryApplication): Promise<void>;
  /** Answers that wait, one after another; an Error stands for what is no answer. What cannot be read now is left for the next time. */
  abstract waiting(): AsyncIterable<{ name: string; answer: TreasuryAnswer | Error }>;
  /** The answer was booked, or cannot be: it is put aside. */
  abstract putAside(name: string, as: 'booked' | 'faulty'): Promise<void>;
  /** Calls back when an answer may have come. */
  abstract watch(changed: () => void): () => void;
}

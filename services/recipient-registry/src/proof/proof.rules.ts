import { normalName } from '../person/person.rules';

/** What of a person is looked up when somebody says to be them; hashed under a key. */
export const proofKeyOf = (name: string, identity: string): string => `${normalName(name)}|${identity.slice(-6).toUpperCase()}`;

/** Any of the three numbers of a card: people read them from the card, the passbook or a message of the bank. */
export const endsWith = (numbers: readonly string[], lastFour: string): boolean =>
  numbers.some((number) => number.length > 4 && number.endsWith(lastFour));

/** Failed tries for one name and number before nobody is let through for a while, whoever asks and from wherever. */
export const MOST_FAILURES = 5;
export const FAILURES_WITHIN_MINUTES = 60;

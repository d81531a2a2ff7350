import { halfWidth } from '@one-card/domain';

/** What the register seals of a person, as one blob: opening one costs the same as opening one field. */
export interface PersonSecrets {
  readonly name: string;
  readonly identity: string;
  readonly phone: string;
  /** the household's number in the village's register, and the relation to its head */
  readonly household: string;
  readonly relation: string;
}

export const writePerson = ({ name, identity, phone, household, relation }: PersonSecrets): string =>
  JSON.stringify([name, identity, phone, household, relation]);

export function readPerson(plain: string): PersonSecrets {
  const [name = '', identity = '', phone = '', household = '', relation = ''] = JSON.parse(plain) as string[];
  return { name, identity, phone, household, relation };
}

/** Dots that keyboards and systems write between the parts of a name: ·, •, ・ and their kin. */
const DOTS = /[·•‧∙⋅・.●]/g;
const SPACES = /\s+/g;

/**
 * The form in which names are compared: 买买提•吐尔逊 is 买买提·吐尔逊, 张 三 (stretched to three characters on a form) is 张三,
 * and full-width letters are letters. Different characters stay different: 张三 is not 張三.
 */
export const normalName = (text: string): string => text.normalize('NFKC').replace(DOTS, '·').replace(SPACES, '').toUpperCase();

export const normalIdentity = (text: string): string => halfWidth(text).toUpperCase();

/** From the identity number, of unknown people too. */
export function birthYearOf(identity: string): number | null {
  const year = Number(identity.slice(6, 10));
  return identity.length === 18 && Number.isInteger(year) && year > 0 ? year : null;
}

const NAME = /^[\p{L}\p{M}·]{1,50}$/u;

/** Whether this can be a person's name. Digits and signs are slips of the column, and U+FFFD is a file in another encoding. */
export const isName = (text: string): boolean => NAME.test(normalName(text));

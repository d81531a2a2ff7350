/** Below this length four last digits would be most of the number. */
const LEAST_LENGTH_TO_SHOW_FOUR = 8;

const stars = (n: number): string => '*'.repeat(n);

/** 张三 → 张*, 李小明 → 李*明, 欧阳小明 → 欧**明: the form of public lists. A name of one character is hidden whole. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  const [first = ''] = characters;
  if (characters.length <= 1) return stars(characters.length);
  if (characters.length === 2) return `${first}*`;
  return `${first}${stars(characters.length - 2)}${characters.at(-1)}`;
}

/**
 * 410423 and twelve stars: the county only. The older habit of hiding just the eight digits of the birth date is not safe:
 * the check digit excludes ten of eleven dates, and an age or birthday known in the village gives the rest of the number away
 * (personal information that the person can be found by again: 个人信息保护法 第七十三条; GB/T 37964-2019).
 * Two people of one name are told apart by village and by the last digits of their card.
 */
export function maskIdentity(number: string): string {
  const { length } = number;
  return length < 15 ? stars(length) : `${number.slice(0, 6)}${stars(length - 6)}`;
}

/** Card or account: the last four, as banks print it. */
export const maskCard = (number: string): string => lastFour(number);

/** Telephone: the last four; the usual 138****5678 shows the network's part too, and leaves only 10,000 numbers to try. */
export const maskPhone = (number: string): string => lastFour(number);

function lastFour(number: string): string {
  const { length } = number;
  return length < LEAST_LENGTH_TO_SHOW_FOUR ? stars(length) : `${stars(length - 4)}${number.slice(-4)}`;
}

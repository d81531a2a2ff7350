import { checkDigitOf } from '@one-card/domain';
import { Random } from './random';

export interface Card {
  socialCardNo: string;
  bankCardNo: string;
  account: string;
  bankCode: string;
  bankLineNo: string;
  /** As the register has it. */
  state: 'active' | 'closed';
  /** As the bank has it, which the register cannot see. */
  atBank: { name: string; state: 'normal' | 'closed' | 'frozen' };
}

export interface Person {
  name: string;
  identity: string;
  birthDate: string;
  phone: string;
  villageCode: string;
  household: string;
  isHead: boolean;
  guardian?: Person;
  card?: Card;
}

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国春生志文海燕玲新民忠山水根林凤荣德贵仁义福寿康宁'];

/** Banks that keep cards of the county, by weight of their share. */
const BANKS = [
  { code: 'rcb', line: '402508', weight: 5 },
  { code: 'psbc', line: '403508', weight: 3 },
  { code: 'abc', line: '103508', weight: 2 },
  { code: 'icbc', line: '102508', weight: 1 },
  { code: 'zyb', line: '313508', weight: 1 },
].flatMap((bank) => Array.from({ length: bank.weight }, () => bank));

const FIRST_YEAR = 1900;
const YEARS = 150;

/** Which numbers were given already: a bit for each day and serial, since a million of them as text would fill the memory. */
class GivenNumbers {
  private readonly bits = new Uint8Array(Math.ceil((YEARS * 12 * 31 * 1000) / 8));

  /** False where it was given before. */
  add(birthDate: string, serial: string): boolean {
    const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number);
    const number = (((year - FIRST_YEAR) * 12 + month - 1) * 31 + day - 1) * 1000 + Number(serial);
    const [at, bit] = [number >> 3, 1 << (number & 7)];
    if (((this.bits[at] ?? 0) & bit) !== 0) return false;
    this.bits[at] = (this.bits[at] ?? 0) | bit;
    return true;
  }
}

/** Makes synthetic people, each number once: valid check digits, no real person. */
export class PersonMaker {
  private serial = 0;
  private readonly given = new GivenNumbers();

  constructor(
    private readonly random: Random,
    private readonly countyCode: string,
  ) {}

  person(place: { villageCode: string; household: string; isHead?: boolean }, birthYears: readonly [number, number]): Person {
    const birthDate = this.birthDate(birthYears);
    return {
      name: this.name(),
      identity: this.identity(birthDate),
      birthDate,
      phone: `1${this.random.int(3, 9)}${this.random.digits(9)}`,
      isHead: false,
      ...place,
    };
  }

  /** A card that works, at the register and at its bank. */
  card(person: Person): Card {
    const bank = this.random.pick(BANKS);
    const serial = String(++this.serial).padStart(8, '0');
    person.card = {
      socialCardNo: `H${this.random.digits(2)}${serial}`,
      bankCardNo: `62${bank.line.slice(0, 3)}${this.random.digits(6)}${serial}`,
      account: `${bank.line}${this.random.digits(5)}${serial}`,
      bankCode: bank.code,
      bankLineNo: `${bank.line}${this.random.digits(6)}`,
      state: 'active',
      atBank: { name: person.name, state: 'normal' },
    };
    return person.card;
  }

  name(): string {
    const given = this.random.chance(0.25) ? 1 : 2;
    return this.random.pick(SURNAMES) + Array.from({ length: given }, () => this.random.pick(GIVEN)).join('');
  }

  private birthDate([from, to]: readonly [number, number]): string {
    const two = (n: number) => String(n).padStart(2, '0');
    return `${this.random.int(from, to)}-${two(this.random.int(1, 12))}-${two(this.random.int(1, 28))}`;
  }

  private identity(birthDate: string): string {
    for (;;) {
      const digits = `${this.countyCode}${birthDate.replaceAll('-', '')}${this.random.digits(3)}`;
      if (this.given.add(birthDate, digits.slice(-3))) return digits + checkDigitOf(digits);
    }
  }
}

import { addDays, type IsoDate } from './dates';
import { amountOf, type Fen, formatYuan, type Milli } from './fen';
import { ageOn } from './identity-number';
import { accept, type Parsed, refuse } from './result';

export const standardUnits = ['year', 'month', 'term', 'mu', 'kg', 'item', 'house', 'household', 'person', 'time'] as const;
export type StandardUnit = (typeof standardUnits)[number];

/** How much a policy version pays. Rates are fen for one unit (1000 thousandths) of the line's quantity. */
export type Standard =
  /** One rate for all: 86.00 yuan a month, 150.00 yuan a mu. */
  | { readonly kind: 'flat'; readonly rateFen: Fen; readonly per: StandardUnit }
  /** The rate is the project's: its fund over its area, truncated (see `rateFromFund`). */
  | { readonly kind: 'fund-by-area' }
  /** The rate of the highest tier whose age is reached (高龄津贴), by month. */
  | { readonly kind: 'age-tiers'; readonly tiers: readonly { readonly fromAge: number; readonly rateFen: Fen }[] }
  /** A fixed amount for each item (农机购置). */
  | { readonly kind: 'catalogue'; readonly items: readonly { readonly code: string; readonly name: string; readonly amountFen: Fen }[] }
  /** The rate of the level that the person or house was assessed at. */
  | { readonly kind: 'levels'; readonly levels: readonly { readonly code: string; readonly name: string; readonly rateFen: Fen }[] }
  /** Decided case by case, from 1 fen to a cap for one unit (临时救助). */
  | { readonly kind: 'case'; readonly capFen: Fen };

/** What a line says about itself. */
export interface LineFacts {
  /** `fund-by-area`: the project's rate; `case`: the amount that was decided for one unit. Not read for other kinds. */
  readonly rateFen?: Fen;
  /** Thousandths of the unit: 12345 is 12.345 mu, 1000 one month, machine or time. */
  readonly quantityMilli: Milli;
  /** The code of the catalogue's item, or of the level. */
  readonly itemCode?: string;
  readonly birthDate?: IsoDate;
  readonly periodFrom: IsoDate;
}

export interface Computed {
  readonly rateFen: Fen;
  readonly amountFen: Fen;
}

export type StandardFault =
  | 'quantity-not-positive'
  | 'quantity-not-whole'
  | 'rate-missing'
  | 'birth-date-missing'
  | 'age-below-standard'
  | 'item-missing'
  | 'item-unknown'
  | 'level-missing'
  | 'level-unknown'
  | 'amount-above-cap'
  | 'amount-not-positive';

/** Of these there is no half. */
const COUNTED: ReadonlySet<StandardUnit> = new Set(['item', 'house', 'household', 'person', 'time']);

/** What the standard pays for a line: rate × quantity, truncated to a whole fen. A line that would pay nothing is refused. */
export function amountFor(standard: Standard, facts: LineFacts): Parsed<Computed, StandardFault> {
  const { quantityMilli } = facts;
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0)
    return refuse('quantity-not-positive', '数量应大于 0', 'the quantity must be above 0');
  if (isCounted(standard) && quantityMilli % 1000 !== 0) return refuse('quantity-not-whole', '数量应为整数', 'the quantity must be a whole number');
  const rate = rateFor(standard, facts);
  if (!rate.ok) return rate;
  const amountFen = rate.value > 0n ? amountOf(rate.value, quantityMilli) : 0n;
  if (amountFen <= 0n) return refuse('amount-not-positive', '金额应大于 0', 'the amount must be above 0');
  return accept({ rateFen: rate.value, amountFen });
}

/**
 * Holds a stated amount to the standard: one that differs is an error at entry. A `case` is decided by its amount, so there the rate
 * may be left out and only has to divide the quantity.
 */
export function checkAmount(standard: Standard, facts: LineFacts, statedFen: Fen): Parsed<Computed, StandardFault | 'amount-differs'> {
  const computed = amountFor(standard, standard.kind === 'case' ? { rateFen: decidedRate(facts, statedFen), ...defined(facts) } : facts);
  if (!computed.ok || computed.value.amountFen === statedFen) return computed;
  const [ours, theirs] = [formatYuan(computed.value.amountFen), formatYuan(statedFen)];
  return refuse('amount-differs', `填报金额 ${theirs} 元,按标准应为 ${ours} 元`, `stated ${theirs} yuan, by the standard it is ${ours} yuan`);
}

function rateFor(standard: Standard, facts: LineFacts): Parsed<Fen, StandardFault> {
  switch (standard.kind) {
    case 'flat':
      return accept(standard.rateFen);
    case 'fund-by-area':
      return facts.rateFen === undefined
        ? refuse('rate-missing', '项目尚未确定亩均标准', 'the project has no rate for a mu yet')
        : accept(facts.rateFen);
    case 'age-tiers':
      return tierRate(standard.tiers, facts);
    case 'catalogue':
      return itemRate(standard.items, facts.itemCode);
    case 'levels':
      return levelRate(standard.levels, facts.itemCode);
    case 'case':
      return caseRate(standard.capFen, facts.rateFen);
  }
}

/**
 * A tier counts from the month after the birthday, so the age is that of the day before the period begins: who is born on
 * the 1st waits for the next month like all others. One line has one rate, the one its period begins with.
 */
function tierRate(tiers: readonly { fromAge: number; rateFen: Fen }[], { birthDate, periodFrom }: LineFacts): Parsed<Fen, StandardFault> {
  if (birthDate === undefined) return refuse('birth-date-missing', '缺少出生日期,无法确定年龄档次', 'the tier needs a birth date');
  const eve = addDays(periodFrom, -1);
  const age = birthDate > eve ? -1 : ageOn(birthDate, eve);
  const reached = tiers.filter(({ fromAge }) => fromAge <= age).sort((a, b) => b.fromAge - a.fromAge)[0];
  if (reached) return accept(reached.rateFen);
  const least = Math.min(...tiers.map(({ fromAge }) => fromAge));
  return refuse('age-below-standard', `补贴期间开始前未满 ${least} 周岁`, `not yet ${least} years old before the period begins`);
}

function itemRate(items: readonly { code: string; amountFen: Fen }[], itemCode?: string): Parsed<Fen, StandardFault> {
  if (!itemCode) return refuse('item-missing', '未填写补贴目录品目', 'the item of the catalogue is missing');
  const item = items.find(({ code }) => code === itemCode);
  return item ? accept(item.amountFen) : refuse('item-unknown', `补贴目录中没有品目 ${itemCode}`, `the catalogue has no item ${itemCode}`);
}

function levelRate(levels: readonly { code: string; rateFen: Fen }[], levelCode?: string): Parsed<Fen, StandardFault> {
  if (!levelCode) return refuse('level-missing', '未填写补贴档次', 'the level is missing');
  const level = levels.find(({ code }) => code === levelCode);
  return level ? accept(level.rateFen) : refuse('level-unknown', `补贴标准中没有档次 ${levelCode}`, `the standard has no level ${levelCode}`);
}

function caseRate(capFen: Fen, rateFen?: Fen): Parsed<Fen, StandardFault> {
  if (rateFen === undefined) return refuse('rate-missing', '未填写核定金额', 'the amount decided is missing');
  if (rateFen <= capFen) return accept(rateFen);
  const [decided, cap] = [formatYuan(rateFen), formatYuan(capFen)];
  return refuse('amount-above-cap', `核定金额 ${decided} 元超过上限 ${cap} 元`, `${decided} yuan is above the cap of ${cap} yuan`);
}

/** The rate that an amount decided as a whole comes to; not exact when it does not divide, and then the amount differs. */
function decidedRate({ quantityMilli }: LineFacts, statedFen: Fen): Fen | undefined {
  return Number.isSafeInteger(quantityMilli) && quantityMilli > 0 ? (statedFen * 1000n) / BigInt(quantityMilli) : undefined;
}

/** A rate left undefined must not hide the one worked out. */
function defined({ rateFen, ...rest }: LineFacts): LineFacts {
  return rateFen === undefined ? rest : { rateFen, ...rest };
}

const isCounted = (standard: Standard): boolean => standard.kind === 'catalogue' || (standard.kind === 'flat' && COUNTED.has(standard.per));

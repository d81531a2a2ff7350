import { formatYuan } from '@one-card/domain';
import type { Text } from '@one-card/service';
import type { PolicyVersionEntity } from './policy.entity';

type Policy = PolicyVersionEntity;

const UNITS: Readonly<Record<string, Text>> = {
  year: { zh: '年', en: 'year' },
  month: { zh: '月', en: 'month' },
  term: { zh: '学期', en: 'term' },
  mu: { zh: '亩', en: 'mu' },
  kg: { zh: '公斤', en: 'kg' },
  item: { zh: '台(件)', en: 'item' },
  house: { zh: '处', en: 'house' },
  household: { zh: '户', en: 'household' },
  person: { zh: '人', en: 'person' },
  time: { zh: '次', en: 'time' },
};

const yuan = (fen: string): string => formatYuan(BigInt(fen));
const unitOf = (unit: string): Text => UNITS[unit] ?? { zh: unit, en: unit };
const joined = (items: readonly Text[]): Text => ({ zh: items.map(({ zh }) => zh).join(';'), en: items.map(({ en }) => en).join('; ') });

/** 补贴标准 in words. */
export function standardWords({ standard, quantityUnit }: Pick<Policy, 'standard' | 'quantityUnit'>): Text {
  const unit = unitOf(standard.kind === 'flat' ? standard.per : quantityUnit);
  const rate = (fen: string): Text => ({ zh: `每${unit.zh} ${yuan(fen)} 元`, en: `¥${yuan(fen)} a ${unit.en}` });
  switch (standard.kind) {
    case 'flat':
      return rate(standard.rateFen);
    case 'fund-by-area':
      return {
        zh: '补贴资金总额 ÷ 全县核定面积,得出每亩标准(截断到分),每年公布',
        en: 'The fund divided by the county’s area gives the rate a mu, truncated to 0.01 yuan and published each year',
      };
    case 'age-tiers':
      return joined(standard.tiers.map(({ fromAge, rateFen }) => tier(`年满 ${String(fromAge)} 周岁`, `from age ${String(fromAge)}`, rate(rateFen))));
    case 'levels':
      return joined(standard.levels.map(({ name, rateFen }) => tier(name, name, rate(rateFen))));
    case 'catalogue':
      return joined(standard.items.map(({ name, amountFen }) => tier(name, name, { zh: `${yuan(amountFen)} 元`, en: `¥${yuan(amountFen)}` })));
    case 'case':
      return {
        zh: `逐户逐人核定,每${unit.zh}最高 ${yuan(standard.capFen)} 元`,
        en: `Decided case by case, at most ¥${yuan(standard.capFen)} a ${unit.en}`,
      };
  }
}

const tier = (zh: string, en: string, rate: Text): Text => ({ zh: `${zh}:${rate.zh}`, en: `${en}: ${rate.en}` });

const CYCLES: Readonly<Record<Policy['cycle'], Text>> = {
  year: { zh: '每年一次', en: 'once a year' },
  season: { zh: '每季(作物季)一次', en: 'once a season' },
  term: { zh: '每学期一次', en: 'once a term' },
  month: { zh: '按月发放', en: 'monthly' },
  once: { zh: '一次性', en: 'once' },
  'on-application': { zh: '随申请办理', en: 'on application' },
};
export const frequencyWords = ({ cycle }: Pick<Policy, 'cycle'>): Text => CYCLES[cycle];

const CARDS: Readonly<Record<Policy['payee'], Text>> = {
  own: { zh: '打入本人社会保障卡', en: 'to the person’s own social-security card' },
  head: { zh: '打入户主社会保障卡', en: 'to the card of the head of the household' },
  guardian: { zh: '打入监护人社会保障卡', en: 'to the guardian’s card' },
};
export const paymentWords = ({ payee }: Pick<Policy, 'payee'>): Text => CARDS[payee];

export function timeLimitWords({ limits }: Pick<Policy, 'limits'>): Text {
  const days = limits['payment'];
  if (days === undefined) return { zh: '', en: '' };
  return { zh: `审核通过后 ${String(days)} 个工作日内`, en: `within ${String(days)} working days of approval` };
}

/** 申领流程: as the department says, else what the chain of its payments amounts to. */
export function applyingWords({ applying, noticeBasis, noticeDays }: Pick<Policy, 'applying' | 'noticeBasis' | 'noticeDays'>): Text {
  if (applying !== null) return { zh: applying, en: applying };
  const days = String(noticeDays);
  const notice: Readonly<Record<Policy['noticeBasis'], Text>> = {
    'per-batch': { zh: `村级公示 ${days} 天 → `, en: `${days} days of notice in the village → ` },
    standing: { zh: '资格认定时公示 → ', en: 'notice when it is granted → ' },
    exempt: { zh: '', en: '' },
  };
  return {
    zh: `向村(社区)申报 → 乡镇初审 → ${notice[noticeBasis].zh}主管部门审核 → 财政拨付到卡`,
    en: `Apply in the village → township review → ${notice[noticeBasis].en}review by the department → finance pays to the card`,
  };
}

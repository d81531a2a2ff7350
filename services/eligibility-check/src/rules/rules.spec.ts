import { SCREENING_RULES } from '@one-card/contracts';
import { rules } from '.';
import type { RuleCode } from './rule';

describe('the rules', () => {
  it('are those that a policy version may name, each under its own code', () => {
    expect(Object.keys(rules).sort()).toEqual([...SCREENING_RULES].sort());
    for (const [code, rule] of Object.entries(rules)) expect(rule.code).toBe(code);
  });

  it.each(Object.values(rules))('$code has a name, a reason and a statement', (rule) => {
    for (const text of [rule.name, rule.explains]) {
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en).toMatch(/^[A-Z]/);
    }
    expect(rule.inChunk ?? rule.acrossLines).toBeDefined();
  });
});

describe('what a hit says', () => {
  const zh = (code: RuleCode, record: Record<string, string>) => rules[code].says(record).zh;
  const pair = {
    otherLine: '7',
    otherDivision: '瓦屋镇',
    otherPeriod: '2026-01—2026-03',
    otherPolicy: '老年人护理补贴',
    sameBatch: 'false',
    subject: '',
  };

  it.each<[RuleCode, Record<string, string>, string]>([
    ['deceased', { diedOn: '2025-11-02', periodFrom: '2026-01-01' }, '享受人死亡日期 2025-11-02,早于补贴期间起始日 2026-01-01'],
    ['payee-deceased', { diedOn: '2025-11-02', payeeIs: 'other' }, '收款人已于 2025-11-02 死亡,请更换收款人'],
    ['payee-deceased', { diedOn: '2026-02-02', payeeIs: 'own' }, '收款人(本人)已于 2026-02-02 死亡'],
    ['on-payroll', { employer: '县教体局', from: '2019-09-01', to: '' }, '享受人自 2019-09-01 起在 县教体局 领取财政工资'],
    ['on-payroll', { employer: '县教体局', from: '2019-09-01', to: '2026-01-31' }, '享受人自 2019-09-01 起在 县教体局 领取财政工资,至 2026-01-31'],
    ['area-above-title', { parcel: 'P1', claimedMilli: '3501', titledMilli: '3500' }, '地块 P1 申报 3.501 亩,确权面积 3.5 亩'],
    ['area-above-title-cumulative', { claimedMilli: '5001', titledMilli: '5000', lines: '3' }, '该户 3 笔累计申报 5.001 亩,全户确权面积 5 亩'],
    ['same-months', pair, '与明细 7(瓦屋镇,2026-01—2026-03,另一批次)是同一享受人、同一政策,月份重叠'],
    [
      'same-months',
      { ...pair, sameBatch: 'true', subject: 'P1' },
      '与明细 7(瓦屋镇,2026-01—2026-03,同批次)是同一享受人、同一政策、同一地块/机具 P1,月份重叠',
    ],
    ['exclusive-pair', pair, '与明细 7(老年人护理补贴,2026-01—2026-03)互斥:同一享受人不得在同一月份同时享受'],
    ['exclusive-pair', { otherPolicy: 'city-care', from: '2025-01-01', to: '' }, '享受人自 2025-01-01 起已在平台之外享受互斥政策 city-care'],
  ])('%s', (code, record, words) => {
    expect(zh(code, record)).toBe(words);
    expect(rules[code].says(record).en).not.toMatch(/undefined|NaN/);
  });
});

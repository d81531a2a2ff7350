import { countyPolicies } from '../policy/county-policies';
import type { PolicyVersionEntity } from '../policy/policy.entity';
import { changesBetween, COLUMNS, inOrder, recipientOf, rowOf } from './list.rules';

const all = countyPolicies().map((draft): PolicyVersionEntity => ({
  ...draft,
  id: draft.code,
  version: 1,
  versionNo: 1,
  countyCode: '410423',
  publishedBy: 'system',
  publishedAt: new Date(0),
}));
const policy = (code: string): PolicyVersionEntity => {
  const found = all.find((one) => one.code === code);
  if (!found) throw new Error(`no policy ${code}`);
  return found;
};

describe('the published list', () => {
  it('begins with what the centre set and ends with what the county set', () => {
    const levels = inOrder(all).map(({ level }) => level);
    expect([levels[0], levels.at(-1)]).toEqual(['中央', '县']);
    expect(inOrder(all)).toHaveLength(30);
  });

  it('fills every column but telephone and remarks for every policy', () => {
    const usual = COLUMNS.filter(([head]) => !['咨询电话', '备注', '政策依据'].includes(head.zh));
    for (const one of all) for (const [head, cell] of usual) expect([one.code, head.zh, cell(rowOf(one, 1))]).not.toContain('');
  });

  it('tells the standard in words', () => {
    expect(rowOf(policy('rotation'), 1).standard).toBe('每亩 150.00 元');
    expect(rowOf(policy('elder-care'), 1).standard).toContain('轻度失能:每月 60.00 元;');
    expect(rowOf(policy('rural-minimum'), 1).standard).toBe('逐户逐人核定,每月最高 4,000.00 元');
  });

  it('counts what is paid to guardians as for children', () => {
    expect(['orphan', 'rural-minimum', 'old-age'].map((code) => recipientOf(policy(code)))).toEqual(['child', 'household', 'person']);
  });

  it('says what a version changed, and nothing else', () => {
    const before = policy('rotation');
    const after: PolicyVersionEntity = { ...before, versionNo: 2, standard: { kind: 'flat', rateFen: '18000', per: 'mu' }, phone: '0375-5050000' };
    expect(changesBetween(rowOf(before, 1), rowOf(after, 2))).toEqual([
      { column: '补贴标准', before: '每亩 150.00 元', after: '每亩 180.00 元' },
      { column: '咨询电话', before: '', after: '0375-5050000' },
    ]);
  });
});

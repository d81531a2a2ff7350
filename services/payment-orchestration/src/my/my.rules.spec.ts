import { OUTCOMES } from '@one-card/contracts';
import { stageWords, whereToGo } from './my.rules';

describe('a recipient is told', () => {
  it('how far a payment is', () => {
    expect(stageWords({ outcome: 'underWay', rollState: 'in-notice', batchState: 'issued' }).zh).toBe('正在村里公示');
    expect(stageWords({ outcome: 'underWay', rollState: 'ready', batchState: 'applied' }).zh).toBe('财政正在审核');
    expect(stageWords({ outcome: 'underWay', rollState: 'matching', batchState: 'issued' }).zh).toBe('正在核对名单');
    expect(stageWords({ outcome: 'bounced', rollState: 'ready', batchState: 'settled' }).zh).toContain('银行没有打成');
  });

  it('where to go, whenever something was not paid', () => {
    const told = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, whereToGo(outcome, null, '民政局')?.zh ?? null]));
    expect(told).toMatchObject({ paid: null, underWay: null, stopped: expect.stringContaining('民政局'), rejected: expect.stringContaining('乡镇') });
    for (const outcome of ['held', 'stopped', 'bounced', 'closed', 'rejected']) expect(told[outcome]).not.toBeNull();
  });

  it('to go to the bank first when the card is at fault, and to the village when the name is', () => {
    expect(whereToGo('bounced', 'account-frozen', '民政局')?.zh).toContain('银行');
    expect(whereToGo('bounced', 'name-differs', '民政局')?.zh).not.toContain('开户银行');
  });
});

import { OUTCOMES, type Outcome } from '@one-card/contracts';
import { mayBecome } from './line.rules';

const becomes = (from: Outcome, ordered: boolean): Outcome[] => OUTCOMES.filter((to) => mayBecome(from, to, ordered));

describe('a line', () => {
  it('before it is ordered may be held, let go and stopped', () => {
    expect(becomes('underWay', false)).toEqual(['held', 'stopped']);
    expect(becomes('held', false)).toEqual(['stopped', 'underWay']);
  });

  it('once ordered is for the bank to answer', () => {
    expect(becomes('underWay', true)).toEqual(['bounced', 'paid']);
    expect(becomes('bounced', true)).toEqual(['closed', 'paid', 'underWay']);
    expect(becomes('paid', true)).toEqual(['bounced']);
  });

  it.each(['rejected', 'stopped', 'closed'] as const)('that is %s stays so', (outcome) => {
    expect([...becomes(outcome, false), ...becomes(outcome, true)]).toEqual([]);
  });
});

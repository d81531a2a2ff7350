import fc from 'fast-check';
import { posts } from '@one-card/domain';
import type { ChainStep } from '@one-card/contracts';
import { batchSteps, stepsBeforeApplication } from './chain';
import { type BatchAct, type BatchMove, batchStates } from './batch.states';

const review = (post: 'department-clerk' | 'department-approver' | 'finance-reviewer'): ChainStep => ({
  ...{ kind: 'review', scope: 'batch', post, limitWorkingDays: null },
});
const chain = [review('finance-reviewer'), review('department-clerk'), review('department-approver')];
const steps = batchSteps(chain);
const move = (of: Partial<BatchMove> = {}): BatchMove => ({
  ...{ step: 0, steps, beforeApplication: stepsBeforeApplication(chain), everyRollReady: true, resume: null },
  ...{ actor: 'b', enteredBy: ['a'], approvedBy: [], digest: 'd', digestSeen: 'd', ...of },
});
const to = (...of: Parameters<typeof batchStates.next>): string => {
  const moved = batchStates.next(...of);
  return moved.ok ? moved.to : moved.code;
};

describe('a batch', () => {
  it('is reviewed by the department, applied for, and then reviewed by finance', () => {
    expect(steps.map(({ post }) => post)).toEqual(['department-clerk', 'department-approver', 'finance-reviewer']);
    expect(to('draft', 'issue', move(), ['department-clerk'])).toBe('issued');
    expect(to('issued', 'rollsReady', move(), ['system'])).toBe('in-review');
    expect(to('in-review', 'approve', move({ step: 0 }), ['department-clerk'])).toBe('in-review');
    expect(to('in-review', 'approve', move({ step: 1 }), ['department-approver'])).toBe('approved');
    expect(to('approved', 'apply', move({ step: 2 }), ['department-clerk'])).toBe('applied');
    expect(to('applied', 'order', move({ step: 2 }), ['treasury-operator'])).toBe('not-reviewed-by-finance');
    expect(to('applied', 'approve', move({ step: 2 }), ['finance-reviewer'])).toBe('applied');
    expect(to('applied', 'order', move({ step: 3 }), ['treasury-operator'])).toBe('funding');
  });

  it('returns to whoever sent it back', () => {
    expect(to('issued', 'rollsReady', move({ resume: { state: 'applied', step: 2 } }), ['system'])).toBe('applied');
    expect(to('issued', 'rollsReady', move({ everyRollReady: false }), ['system'])).toBe('rolls-not-ready');
  });

  it('needs no review of a department that its chain does not name', () => {
    const finance = batchSteps([review('finance-reviewer')]);
    expect(to('issued', 'rollsReady', move({ steps: finance, beforeApplication: 0 }), ['system'])).toBe('approved');
  });

  it('is never approved by the wrong post or by whoever entered one of its rolls, and never ordered before finance has reviewed it', () => {
    const acts: BatchAct[] = ['issue', 'rollsReady', 'approve', 'sendBack', 'apply', 'order', 'fund', 'release', 'settle'];
    const any = fc.record({
      state: fc.constantFrom(...batchStates.states),
      act: fc.constantFrom(...acts),
      post: fc.constantFrom('system' as const, ...posts),
      actor: fc.constantFrom('a', 'b'),
      step: fc.nat(3),
      digestSeen: fc.constantFrom('d', 'e'),
    });
    fc.assert(
      fc.property(any, ({ state, act, post, ...of }) => {
        const moved = batchStates.next(state, act, move(of), [post], { reason: '理由充分' });
        if (!moved.ok) return;
        if (act === 'approve' || act === 'sendBack') expect([post, of.actor, of.digestSeen]).toEqual([steps[of.step]?.post, 'b', 'd']);
        if (act === 'order' && state === 'applied') expect(of.step).toBe(steps.length);
      }),
      { numRuns: 2000 },
    );
  });
});

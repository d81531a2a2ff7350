import type { ChainStep } from '@one-card/contracts';
import { chainFault, rateOf, usualChain } from './project.rules';

const policy = { noticeBasis: 'per-batch', noticeDays: 7, limits: { 'department-clerk': 13 } } as const;
const usual = usualChain(policy);
const without = (kind: ChainStep['kind'], post?: string) =>
  usual.filter((step) => step.kind !== kind || (step.kind === 'review' && step.post !== post));

describe('the usual chain', () => {
  it('is allowed', () => {
    expect(chainFault(usual, policy)).toBeUndefined();
  });

  it('takes its limits from the policy', () => {
    expect(usual).toContainEqual({ kind: 'review', scope: 'batch', post: 'department-clerk', limitWorkingDays: 13 });
    expect(usual).toContainEqual({ kind: 'review', scope: 'batch', post: 'finance-reviewer', limitWorkingDays: null });
  });

  it('keeps the notice of a monthly benefit that stands on its grant', () => {
    expect(usualChain({ ...policy, noticeBasis: 'standing' })[1]).toMatchObject({ kind: 'notice', basis: 'standing' });
  });
});

describe('a chain is refused', () => {
  it.each([
    ['without a notice', without('notice')],
    ['without finance', without('review', 'finance-reviewer')],
    ['without the township', without('review', 'township-reviewer')],
    ['with the batch before its rolls', [...usual].reverse()],
    ['with one post twice', [...usual.slice(0, 3), ...usual.slice(2)]],
    ['with a notice too short', usual.map((step) => (step.kind === 'notice' ? { ...step, days: 6 } : step))],
    ['with a township that reviews a batch', usual.map((step) => (step.kind === 'review' ? { ...step, scope: 'batch' as const } : step))],
  ])('%s', (_, chain) => {
    expect(chainFault(chain, policy)).toBeDefined();
  });
});

describe('the rate of a project', () => {
  it('is the fund over the area, truncated', () => {
    expect(rateOf({ standard: { kind: 'fund-by-area' } }, { fundFen: '10337000000', areaMilli: 1_108_908_123 })).toBe(9321n);
  });

  it('needs both', () => {
    expect(rateOf({ standard: { kind: 'fund-by-area' } }, { fundFen: '10337000000', areaMilli: null })).toBe('fund-missing');
  });

  it('is the policy’s own where it states one', () => {
    expect(rateOf({ standard: { kind: 'flat', rateFen: '8600', per: 'month' } }, { fundFen: '1', areaMilli: 1 })).toBeNull();
  });
});

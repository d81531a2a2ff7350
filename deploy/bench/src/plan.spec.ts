import { plansOf } from './plan';

describe('the batches of the bench', () => {
  it('are equal parts of the lines', () => {
    for (const batches of [1, 5, 7, 20])
      expect(plansOf(batches).map(({ share }) => share * batches)).toEqual(Array.from({ length: batches }, () => 1));
  });

  it('pay no policy twice for a period', () => {
    const plans = plansOf(20);
    expect(new Set(plans.map(({ policyCode, periodFrom }) => `${policyCode} ${periodFrom}`)).size).toBe(20);
    expect(new Set(plans.map(({ label }) => label)).size).toBe(20);
  });

  it('end a month on its last day', () => expect(plansOf(6)[5]).toMatchObject({ periodFrom: '2026-09-01', periodTo: '2026-09-30' }));
});

import { rateOf, versionFor, wireOf } from './project-form';

const form = { policyCode: 'land-fertility', name: '2026年耕地地力保护补贴', year: 2026, season: 'year', divisions: ['410423101'] } as const;

describe('a project as somebody types it', () => {
  it('goes as fen and thousandths of a mu, over the days of its season', () => {
    expect(wireOf({ ...form, divisions: [...form.divisions], fund: '1,000.50', area: '12.5' })).toMatchObject({
      ...{ periodFrom: '2026-01-01', periodTo: '2026-12-31', fundFen: '100050', areaMilli: 12_500 },
    });
  });

  it('has no fund where the policy states its rate', () => {
    expect(wireOf({ ...form, divisions: [] })).toMatchObject({ fundFen: null, areaMilli: null });
  });

  it('says what a mu is paid, truncated', () => {
    expect(rateOf({ fund: '10000', area: '107.281' })).toBe(9321n);
    expect(rateOf({ fund: '10000' })).toBeUndefined();
  });

  it('is paid by the newest version that holds for all of its period', () => {
    const versions = [
      { versionNo: 2, validFrom: '2026-04-01', validTo: null },
      { versionNo: 1, validFrom: '2021-01-01', validTo: '2026-03-31' },
    ];
    expect(versionFor(versions, { periodFrom: '2026-01-01', periodTo: '2026-03-31' })?.versionNo).toBe(1);
    expect(versionFor(versions, { periodFrom: '2026-01-01', periodTo: '2026-12-31' })).toBeUndefined();
  });
});

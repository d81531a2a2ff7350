import fc from 'fast-check';
import { faultPlan, hashOf, TARGETS } from './plan';

const asked = fc.record({ kills: fc.integer({ min: 1, max: 150 }), seed: fc.nat() });

describe('the plan of faults', () => {
  it('is the same for the same seed', () => {
    fc.assert(fc.property(asked, (ask) => expect(hashOf(faultPlan(ask))).toBe(hashOf(faultPlan(ask)))));
  });

  it('is another for another seed', () => {
    const hashes = new Set(Array.from({ length: 50 }, (_, seed) => hashOf(faultPlan({ kills: 100, seed }))));
    expect(hashes.size).toBe(50);
  });

  it('holds as many kills as were asked for, and every process has its turn before any has its next', () => {
    fc.assert(
      fc.property(asked, (ask) => {
        const killed = faultPlan(ask).filter(({ kind }) => kind === 'kill');
        expect(killed).toHaveLength(ask.kills);
        const times = TARGETS.map((name) => killed.filter(({ target }) => target === name).length);
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('freezes for five to twenty-five seconds, PostgreSQL never', () => {
    fc.assert(
      fc.property(asked, (ask) => {
        for (const fault of faultPlan(ask)) {
          if (fault.kind !== 'freeze') continue;
          expect(fault.seconds).toBeGreaterThanOrEqual(5);
          expect(fault.seconds).toBeLessThanOrEqual(25);
          expect(fault.target).not.toBe('postgres');
        }
      }),
    );
  });

  it('spreads the outages that were asked for over the kills, and changes nothing else by them', () => {
    const outages = [
      { target: 'kafka' as const, seconds: 60 },
      { target: 'postgres' as const, seconds: 30 },
    ];
    const plan = faultPlan({ kills: 30, seed: 1, outages });
    expect(plan.flatMap(({ kind, target }, at) => (kind === 'outage' ? [{ target, at }] : []))).toEqual([
      { target: 'kafka', at: 11 },
      { target: 'postgres', at: 23 },
    ]);
    expect(plan.filter(({ kind }) => kind === 'kill')).toHaveLength(30);
    expect(faultPlan({ kills: 0, seed: 1, outages }).map(({ target }) => target)).toEqual(['kafka', 'postgres']);
  });
});

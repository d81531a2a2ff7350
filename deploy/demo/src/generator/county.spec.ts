import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyVersion } from '@one-card/contracts';
import { parseIdentity } from '@one-card/domain';
import { everyKind, generateCounty } from './county';
import { batchPlans, split } from './plan';

const standards: Record<string, PolicyVersion['standard']> = {
  'land-fertility': { kind: 'fund-by-area' },
  'soy-maize': { kind: 'flat', rateFen: '15000', per: 'mu' },
  resettlement: { kind: 'flat', rateFen: '60000', per: 'year' },
  machinery: { kind: 'catalogue', items: [{ code: 'T1', name: '拖拉机', amountFen: '500000' }] },
  'old-age': { kind: 'age-tiers', tiers: [{ fromAge: 80, rateFen: '6000' }] },
  'disabled-care': { kind: 'flat', rateFen: '8600', per: 'month' },
  'elder-care': { kind: 'levels', levels: [{ code: 'L1', name: '一级', rateFen: '6000' }] },
  orphan: { kind: 'flat', rateFen: '95000', per: 'month' },
};

const townships = Array.from({ length: 4 }, (_, t) => ({
  code: `41042300${t + 1}`,
  name: `乡${t}`,
  villages: Array.from({ length: 3 + t }, (__, v) => ({ code: `41042300${t + 1}00${v + 1}`, name: `村${t}${v}` })),
}));

async function county(seed: number) {
  const dir = mkdtempSync(join(tmpdir(), 'county-'));
  const policies = new Map(
    batchPlans.map((plan) => [
      plan.label,
      { plan, policy: { standard: standards[plan.policyCode] } as PolicyVersion, ...(plan.fundFen ? { projectRateFen: 9321n } : {}) },
    ]),
  );
  return {
    dir,
    made: await generateCounty({ lines: 2000, seed, countyCode: '410423', townships, policies, dir, planting: everyKind(2, townships.length) }),
  };
}

describe('the county that the demo makes', () => {
  it('has exactly the lines asked for, and every kind of fault', async () => {
    const { made, dir } = await county(1);
    expect(made.rolls.reduce((sum, { lines }) => sum + lines, 0)).toBe(2000);
    for (const [kind, positions] of Object.entries(made.truth.faults)) expect([kind, positions.length > 0]).toEqual([kind, true]);
    expect(JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8'))).toEqual(made.truth);
  });

  it('comes out the same from the same seed, and otherwise from another', async () => {
    const [one, again, other] = [await county(7), await county(7), await county(8)];
    expect(again.made.truth).toEqual(one.made.truth);
    expect(other.made.truth.secrets[0]).not.toBe(one.made.truth.secrets[0]);
  });

  it('gives people valid identity numbers, each once', async () => {
    const { made } = await county(3);
    const identities = made.truth.secrets.filter((secret) => /^410423\d{11}[\dX]$/.test(secret));
    expect(new Set(identities).size).toBe(identities.length);
    expect(identities.every((number) => parseIdentity(number).ok)).toBe(true);
  });

  it('writes each fault where the file has it', async () => {
    const { made } = await county(5);
    const inText = (made.truth.faults['amount-differs'] ?? [])
      .map((position) => position.split('/'))
      .filter(([, township]) => township === townships[0]?.code);
    expect(inText.length).toBeGreaterThan(0);
    for (const [label, township, row] of inText) {
      const roll = made.rolls.find((each) => each.label === label && each.townshipCode === township);
      const cells =
        readFileSync(roll?.file ?? '', 'utf8')
          .split('\n')
          [Number(row) - 1]?.match(/"[^"]*"|[^,]+|(?<=,)(?=,)/g) ?? [];
      const [quantity, rate, amount] = cells.slice(-3).map((cell) => Number(cell.replace(/[",]/g, '')));
      expect((amount ?? 0) - Math.floor((quantity ?? 0) * (rate ?? 0) * 100) / 100).toBeCloseTo(50, 1);
    }
  });
});

describe('splitting a count', () => {
  it('loses nothing', () => {
    expect(split(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(
      split(
        1000,
        batchPlans.map(({ share }) => share),
      ).reduce((a, b) => a + b),
    ).toBe(1000);
  });
});

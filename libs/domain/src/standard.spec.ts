import fc from 'fast-check';
import { amountFor, checkAmount, type LineFacts, type Standard } from './standard';

const line = (facts: Partial<LineFacts> = {}): LineFacts => ({ quantityMilli: 1000, periodFrom: '2026-04-01', ...facts });

const monthly: Standard = { kind: 'flat', rateFen: 8600n, per: 'month' };
const fertility: Standard = { kind: 'fund-by-area' };
const oldAge: Standard = {
  kind: 'age-tiers',
  tiers: [
    { fromAge: 90, rateFen: 20000n },
    { fromAge: 80, rateFen: 6000n },
    { fromAge: 100, rateFen: 80000n },
  ],
};
const machines: Standard = { kind: 'catalogue', items: [{ code: 'T50', name: '拖拉机', amountFen: 1_250_000n }] };
const boarders: Standard = { kind: 'levels', levels: [{ code: 'primary', name: '小学', rateFen: 62500n }] };
const relief: Standard = { kind: 'case', capFen: 300_000n };

describe('what a standard pays', () => {
  it('flat: the rate for each unit', () => {
    expect(amountFor(monthly, line({ quantityMilli: 3000 }))).toEqual({ ok: true, value: { rateFen: 8600n, amountFen: 25800n } });
    expect(amountFor({ kind: 'flat', rateFen: 15000n, per: 'mu' }, line({ quantityMilli: 2345 }))).toMatchObject({ value: { amountFen: 35175n } });
  });

  it('by area: the rate of the project, the amount truncated', () => {
    expect(amountFor(fertility, line({ quantityMilli: 12345, rateFen: 9321n }))).toEqual({ ok: true, value: { rateFen: 9321n, amountFen: 115067n } });
    expect(amountFor(fertility, line())).toMatchObject({ code: 'rate-missing' });
  });

  it.each([
    ['1946-03-31', 6000n],
    ['1946-03-01', 6000n],
    ['1936-04-01', 6000n],
    ['1936-03-31', 20000n],
    ['1926-03-31', 80000n],
    ['1900-01-01', 80000n],
  ])('by age, from the month after the birthday: born %s, in April 2026', (birthDate, rateFen) => {
    expect(amountFor(oldAge, line({ birthDate }))).toMatchObject({ value: { rateFen } });
  });

  it.each(['1946-04-01', '1946-04-30', '2026-05-01'])('by age: nothing yet for one born %s', (birthDate) => {
    expect(amountFor(oldAge, line({ birthDate }))).toMatchObject({ code: 'age-below-standard', zh: '补贴期间开始前未满 80 周岁' });
  });

  it('by age: needs a birth date', () => expect(amountFor(oldAge, line())).toMatchObject({ code: 'birth-date-missing' }));

  it('by catalogue: each item', () => {
    expect(amountFor(machines, line({ itemCode: 'T50', quantityMilli: 2000 }))).toEqual({
      ok: true,
      value: { rateFen: 1_250_000n, amountFen: 2_500_000n },
    });
    expect(amountFor(machines, line({ itemCode: 'T51' }))).toMatchObject({ code: 'item-unknown' });
    expect(amountFor(machines, line())).toMatchObject({ code: 'item-missing' });
    expect(amountFor(machines, line({ itemCode: 'T50', quantityMilli: 500 }))).toMatchObject({ code: 'quantity-not-whole' });
  });

  it('by level: the rate of the level', () => {
    expect(amountFor(boarders, line({ itemCode: 'primary' }))).toMatchObject({ value: { amountFen: 62500n } });
    expect(amountFor(boarders, line({ itemCode: 'senior' }))).toMatchObject({ code: 'level-unknown' });
    expect(amountFor(boarders, line())).toMatchObject({ code: 'level-missing' });
  });

  it('by case: what was decided, up to the cap', () => {
    expect(amountFor(relief, line({ rateFen: 300_000n }))).toMatchObject({ value: { amountFen: 300_000n } });
    expect(amountFor(relief, line({ rateFen: 1n }))).toMatchObject({ value: { amountFen: 1n } });
    expect(amountFor(relief, line({ rateFen: 0n }))).toMatchObject({ code: 'amount-not-positive' });
    expect(amountFor(relief, line({ rateFen: 300_001n }))).toMatchObject({
      code: 'amount-above-cap',
      zh: '核定金额 3,000.01 元超过上限 3,000.00 元',
    });
    expect(amountFor(relief, line())).toMatchObject({ code: 'rate-missing' });
  });

  it('is nothing that is not a payment', () => {
    expect(amountFor(monthly, line({ quantityMilli: 0 }))).toMatchObject({ code: 'quantity-not-positive' });
    expect(amountFor(monthly, line({ quantityMilli: -1000 }))).toMatchObject({ code: 'quantity-not-positive' });
    expect(amountFor(monthly, line({ quantityMilli: 0.5 }))).toMatchObject({ code: 'quantity-not-positive' });
    expect(amountFor(fertility, line({ quantityMilli: 1, rateFen: 999n }))).toMatchObject({ code: 'amount-not-positive' });
    expect(amountFor({ kind: 'flat', rateFen: 100n, per: 'house' }, line({ quantityMilli: 1500 }))).toMatchObject({ code: 'quantity-not-whole' });
  });
});

describe('an amount that a roll states', () => {
  it('passes when it is what the standard pays', () => {
    expect(checkAmount(monthly, line(), 8600n)).toEqual({ ok: true, value: { rateFen: 8600n, amountFen: 8600n } });
  });

  it('is an error when it differs, with both amounts in words', () => {
    expect(checkAmount(monthly, line({ quantityMilli: 2000 }), 1_720_000n)).toEqual({
      ok: false,
      code: 'amount-differs',
      zh: '填报金额 17,200.00 元,按标准应为 172.00 元',
      en: 'stated 17,200.00 yuan, by the standard it is 172.00 yuan',
    });
  });

  it('is itself the decision when it is decided by case', () => {
    expect(checkAmount(relief, line(), 250_050n)).toEqual({ ok: true, value: { rateFen: 250_050n, amountFen: 250_050n } });
    expect(checkAmount(relief, line({ quantityMilli: 3000 }), 600_000n)).toMatchObject({ value: { rateFen: 200_000n, amountFen: 600_000n } });
    expect(checkAmount(relief, line({ rateFen: undefined }), 300_001n)).toMatchObject({ code: 'amount-above-cap' });
    expect(checkAmount(relief, line({ quantityMilli: 3000 }), 100_001n)).toMatchObject({ code: 'amount-differs' });
    expect(checkAmount(relief, line({ rateFen: 100n }), 200n)).toMatchObject({ code: 'amount-differs' });
    expect(checkAmount(relief, line({ quantityMilli: 0 }), 200n)).toMatchObject({ code: 'quantity-not-positive' });
  });

  it('passes for the computed amount and for no other', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 7n), fc.integer({ min: 1, max: 10 ** 6 }), fc.bigInt(1n, 10n ** 9n), (rateFen, quantityMilli, other) => {
        const facts = line({ rateFen, quantityMilli });
        const computed = amountFor(fertility, facts);
        fc.pre(computed.ok);
        if (computed.ok) expect(checkAmount(fertility, facts, computed.value.amountFen)).toEqual(computed);
        expect(checkAmount(fertility, facts, other).ok).toBe(computed.ok && computed.value.amountFen === other);
      }),
    );
  });
});

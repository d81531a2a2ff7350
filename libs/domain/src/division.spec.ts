import fc from 'fast-check';
import { closureOf, covers, type Division, type DivisionError } from './division';

const division = (code: string, kind: Division['kind'], ...parents: string[]): Division => ({
  code,
  countyCode: '410423',
  name: code,
  kind,
  parents,
});

const county = division('410423', 'county');
const township = division('410423001', 'township', '410423');
const office = division('410423901', 'functional', '410423');
const village = division('410423001001', 'village', '410423001', '410423901');
const other = division('410423001002', 'village', '410423001');

const faultOf = (divisions: Division[]): DivisionError | undefined => {
  try {
    closureOf(divisions);
    return undefined;
  } catch (error) {
    return error as DivisionError;
  }
};

describe('the divisions of a county', () => {
  const closure = closureOf([village, other, office, township, county]);

  it('know all that stand above them, and themselves', () => {
    expect(closure.get(village.code)).toEqual(new Set([village.code, township.code, office.code, county.code]));
    expect(closure.get(county.code)).toEqual(new Set([county.code]));
  });

  it('are covered by a township and by the office that manages them', () => {
    expect(covers(closure, township.code, village.code)).toBe(true);
    expect(covers(closure, office.code, village.code)).toBe(true);
    expect(covers(closure, [office.code], other.code)).toBe(false);
    expect(covers(closure, [office.code, county.code], other.code)).toBe(true);
    expect(covers(closure, village.code, township.code)).toBe(false);
    expect(covers(closure, [], village.code)).toBe(false);
    expect(covers(closure, county.code, '999999')).toBe(false);
  });

  it('are the same in whatever order they come', () => {
    const all = [village, other, office, township, county];
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => expect(closureOf(shuffled)).toEqual(closure)));
  });
});

describe('divisions that are no hierarchy', () => {
  it('are named when a parent is missing', () => {
    expect(faultOf([township])).toMatchObject({ code: 'division-unknown-parent', divisions: [township.code, '410423'] });
  });

  it('are named when they stand above themselves', () => {
    const fault = faultOf([division('x', 'village', 'a'), division('a', 'township', 'b'), division('b', 'township', 'a')]);
    expect(fault).toMatchObject({ code: 'division-cycle', divisions: ['a', 'b', 'a'] });
    expect(faultOf([division('a', 'township', 'a')])).toMatchObject({ divisions: ['a', 'a'] });
  });

  it('are named when a code stands twice', () => {
    expect(faultOf([county, county])).toMatchObject({ code: 'division-duplicate', divisions: ['410423'], zh: '区划代码 410423 重复' });
  });
});

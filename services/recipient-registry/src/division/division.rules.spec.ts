import county from '../../data/county.tsv';
import villages from '../../data/divisions.tsv';
import { readDivisions } from './division.rules';

describe("the county's divisions", () => {
  const divisions = readDivisions('410423', villages, county);
  const named = (name: string) => divisions.find((division) => division.name === name);

  it('are the county, 24 townships, 2 functional divisions and 556 villages', () => {
    const count = (kind: string) => divisions.filter((division) => division.kind === kind).length;
    expect(['county', 'township', 'functional', 'village'].map(count)).toEqual([1, 24, 2, 556]);
  });

  it('have each its closure up to the county', () => {
    expect(named('曙光社区居民委员会')).toMatchObject({ parents: ['410423001'], ancestors: ['410423', '410423001', '410423001001'] });
  });

  it('put a village that a functional division manages under both', () => {
    expect(named('土门村民委员会')).toMatchObject({
      parents: ['410423208', '410423501'],
      ancestors: ['410423', '410423208', '410423208211', '410423501'],
    });
  });

  it('leave out what is not of the county that is served', () => {
    expect(readDivisions('410422', villages, '410422\t叶县\tcounty\t\n').map(({ code }) => code)).toEqual(['410422']);
  });
});

import { countyPolicies } from './county-policies';
import type { PolicyDraft } from './policy.dto';
import { faultOf, rulesOf } from './policy.rules';

const all = countyPolicies();
const policy = (code: string): PolicyDraft => {
  const found = all.find((one) => one.code === code);
  if (!found) throw new Error(`the file has no policy ${code}`);
  return found;
};

describe("the county's policies", () => {
  it('are thirty, each once, each fit to be published', () => {
    expect(new Set(all.map(({ code }) => code)).size).toBe(30);
    expect(all.filter((one) => faultOf(one) !== undefined)).toEqual([]);
  });

  it('have words that fit a passbook', () => {
    expect(all.filter(({ memo }) => [...memo].length > 7)).toEqual([]);
  });

  it('exclude each other both ways', () => {
    for (const { code, exclusiveWith } of all) for (const other of exclusiveWith) expect(policy(other).exclusiveWith).toContain(code);
  });

  it('show children only as totals, at every place', () => {
    const children = all.filter(({ payee }) => payee === 'guardian');
    expect(children.map(({ code }) => code)).toEqual(['orphan', 'unsupported-child', 'boarder']);
    for (const { publicity } of children) expect(publicity).toEqual({ village_board: 'totals', web_notice: 'totals', web_result: 'totals' });
  });

  it('name people on the village board, or nobody could object', () => {
    expect(policy('rural-minimum').publicity).toEqual({ village_board: 'full', web_notice: 'masked', web_result: 'masked' });
  });
});

describe('the rules of a policy', () => {
  it('hold for the dead and for the same months whatever the policy', () => {
    for (const one of all) expect(rulesOf(one)).toEqual(expect.arrayContaining(['deceased', 'payee-deceased', 'same-months']));
  });

  it('look for a pair where the policy excludes another', () => {
    expect(rulesOf(policy('elder-care'))).toContain('exclusive-pair');
    expect(rulesOf(policy('old-age'))).not.toContain('exclusive-pair');
  });

  it('compare land with its title', () => {
    expect(rulesOf(policy('land-fertility'))).toEqual(expect.arrayContaining(['area-above-title', 'area-above-title-cumulative']));
  });
});

describe('a policy is refused', () => {
  it('that would name children', () => {
    expect(faultOf({ ...policy('orphan'), publicity: policy('old-age').publicity })?.code).toBe('children-only-as-totals');
  });

  it('that ends before it begins', () => {
    expect(faultOf({ ...policy('orphan'), validTo: '2020-12-31' })?.code).toBe('validity-reversed');
  });

  it('in the file with a word that nobody knows', () => {
    expect(() => countyPolicies({ validFrom: '2021-01-01', policies: [{ ...policy('orphan'), colour: 'red' }] })).toThrow();
  });
});

import { addSums, type PolicySum, withFewTogether } from './level.rules';

const policy = (code: string, people: number | null, publicity: PolicySum['publicity'] = 'totals'): PolicySum => ({
  ...{ code, name: code, publicity, people },
  ...{ lines: 12, amountFen: '100' },
});

describe('policies of a place', () => {
  const all = [policy('masked', 1, 'masked'), policy('many', 5), policy('few', 1), policy('uncounted', null)];

  it('under which few were paid in totals only stand together', () => {
    const shown = withFewTogether(all, '人数较少的项目');
    expect(shown.map(({ code, name, lines }) => [code, name, lines])).toEqual([
      ['masked', 'masked', 12],
      ['many', 'many', 12],
      [null, '人数较少的项目', 24],
    ]);
  });

  it('still add up', () => {
    expect(addSums(withFewTogether(all, ''))).toEqual(addSums(all));
  });
});

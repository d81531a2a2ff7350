import { keptNames, placesOf, shownName, stricter, widest } from './publicity.rules';

const masked = { village_board: 'full', web_notice: 'masked', web_result: 'masked' } as const;
const totals = { village_board: 'totals', web_notice: 'totals', web_result: 'totals' } as const;

describe('publicity', () => {
  it('is totals everywhere for what is paid to guardians, whatever the policy says', () => {
    expect(placesOf({ payee: 'guardian', publicity: masked })).toEqual(totals);
    expect(placesOf({ payee: 'own', publicity: masked })).toEqual(masked);
  });

  it('of the most open place decides what is kept', () => {
    expect(widest(masked)).toBe('full');
    expect(widest({ ...masked, village_board: 'masked' })).toBe('masked');
    expect(widest(totals)).toBe('totals');
  });

  it('shows a name whole, masked or not at all', () => {
    expect([shownName('李小明', 'full'), shownName('李小明', 'masked'), shownName('李小明', 'totals')]).toEqual(['李小明', '李*明', null]);
  });

  it('takes the stricter of two', () => {
    expect([stricter('full', 'masked'), stricter('totals', 'full'), stricter('full', 'full')]).toEqual(['masked', 'totals', 'full']);
  });

  it('keeps no name of a line that is not listed, and none whole that no place shows whole', () => {
    const block = { name: ['张三', '李小明', null], payeeName: ['张三', '王五', null] };
    expect(keptNames(block, { firstLine: 10 }, [11, 12], 'full')).toEqual({ name: [null, '李小明', null], payeeName: [null, '王五', null] });
    expect(keptNames(block, { firstLine: 10 }, [10, 11], 'masked').name).toEqual(['张*', '李*明', null]);
  });
});

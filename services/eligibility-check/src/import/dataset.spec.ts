import { headFaults, readRow } from './dataset.rules';

const TODAY = '2026-05-01';
const NUMBER = '410423197001010011';
const payroll = ['name', 'identity', 'employer', 'from', 'to'];

describe('a row of another department', () => {
  it('gives the person for the registry and the facts by column', () => {
    expect(readRow('payroll', payroll, ['张三', NUMBER, ' 县教体局 ', '2020-01-01', ''], 2, TODAY)).toEqual({
      rowNo: 2,
      name: '张三',
      identity: NUMBER,
      facts: { employer: '县教体局', from: '2020-01-01', to: null },
    });
  });

  it('reads an area in mu as thousandths, full-width digits included', () => {
    expect(readRow('land-title', ['identity', 'name', 'parcel', 'area_mu'], [NUMBER, '', 'P1', '３.５'], 2, TODAY)).toMatchObject({
      name: null,
      facts: { parcel: 'P1', area_mu: 3500 },
    });
  });

  it('tells all its faults at once, never its identity number', () => {
    const faults = readRow('payroll', payroll, ['张三', '410423197001010012', '', '2020-13-01', '2019-01-01'], 9, TODAY);
    expect(faults).toMatchObject([
      { row: 9, column: 'identity', reason: { code: 'identity-check-digit' } },
      { row: 9, column: 'employer', reason: { code: 'empty' } },
      { row: 9, column: 'from', reason: { code: 'date' } },
    ]);
    expect(JSON.stringify(faults)).not.toContain('410423197001010012');
  });

  it('cannot end before it begins, nor tell of a death to come', () => {
    expect(readRow('payroll', payroll, ['张三', NUMBER, '县局', '2020-01-01', '2019-12-31'], 2, TODAY)).toMatchObject([{ column: 'to' }]);
    expect(readRow('deceased', ['name', 'identity', 'died_on'], ['张三', NUMBER, '2026-05-02'], 2, TODAY)).toMatchObject([
      { column: 'died_on', reason: { code: 'date-in-future' } },
    ]);
  });
});

it('a head may stand in any order, but with all its columns and no other', () => {
  expect(headFaults('deceased', ['died_on', 'identity', 'name'])).toEqual([]);
  expect(headFaults('deceased', ['name', 'id', 'died_on'])).toEqual(['-identity', '+id']);
});

import { halfWidth } from './half-width';

describe('half-width text', () => {
  it('mends what a Chinese keyboard types', () => {
    expect(halfWidth('　４１０４２３ｘ，．￥（） ')).toBe('410423x,.¥()');
  });

  it('leaves what only looks like a digit', () => {
    expect(halfWidth('1²①五½')).toBe('1²①五½');
  });
});

import { endsWith, proofKeyOf } from './proof.rules';

describe('the proof of who somebody is', () => {
  it('takes a name as people write it', () => {
    expect(proofKeyOf('张 三', '41042319900101001x')).toBe(proofKeyOf('张三', '01001X'));
    expect(proofKeyOf('张三', '01001X')).not.toBe(proofKeyOf('张三', '010011'));
  });

  it('takes the last four of any number on the card, and of no number that is not there', () => {
    expect(endsWith(['H41001234', '6217004104005678', ''], '5678')).toBe(true);
    expect(endsWith(['H41001234', '', '1234'], '5678')).toBe(false);
    expect(endsWith(['1234'], '1234')).toBe(false);
  });
});

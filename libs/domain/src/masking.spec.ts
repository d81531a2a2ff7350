import fc from 'fast-check';
import { maskCard, maskIdentity, maskName, maskPhone } from './masking';

describe('what a public page shows', () => {
  it.each([
    ['张三', '张*'],
    ['李小明', '李*明'],
    ['欧阳小明', '欧**明'],
    ['买买提·吐尔逊', '买*****逊'],
    ['𠮷田', '𠮷*'],
    ['张', '*'],
    ['', ''],
  ])('the name %s as %s', (name, masked) => expect(maskName(name)).toBe(masked));

  it('of an identity number the county only', () => {
    expect(maskIdentity('41042319900101123X')).toBe('410423************');
    expect(maskIdentity('410423900101123')).toBe('410423*********');
    expect(maskIdentity('41042319')).toBe('********');
  });

  it('of cards and telephones the last four', () => {
    expect(maskCard('6217000012345678901')).toBe('***************8901');
    expect(maskPhone('13812345678')).toBe('*******5678');
    expect(maskPhone('5051234')).toBe('*******');
  });

  it('always hides something, and never changes the length', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: fc.constantFrom(...'0123456789X') }), (number) => {
        for (const mask of [maskIdentity, maskCard, maskPhone]) {
          expect(mask(number)).toHaveLength(number.length);
          expect(mask(number)).toContain('*');
        }
      }),
    );
  });
});

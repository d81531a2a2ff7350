import fc from 'fast-check';
import { birthYearOf, isName, normalIdentity, normalName, readPerson, writePerson } from './person.rules';

describe('names', () => {
  it.each([
    ['张三', '张 三'],
    ['张三', '张\u3000三'],
    ['张三', ' 张三 '],
    ['买买提·吐尔逊', '买买提•吐尔逊'],
    ['买买提·吐尔逊', '买买提・吐尔逊'],
    ['买买提·吐尔逊', '买买提･吐尔逊'],
    ['买买提·吐尔逊', '买买提.吐尔逊'],
    ['买买提·吐尔逊', '买买提 · 吐尔逊'],
    ['ANNA', 'Ａnna'],
  ])('%s and %s are one', (one, other) => {
    expect(normalName(other)).toBe(normalName(one));
  });

  it.each([
    ['张三', '张山'],
    ['张三', '張三'],
    ['张三丰', '张三'],
  ])('%s and %s are two', (one, other) => {
    expect(normalName(other)).not.toBe(normalName(one));
  });

  it('stay as they are when normalised again', () => {
    fc.assert(fc.property(fc.string(), (text) => normalName(normalName(text)) === normalName(text)));
  });

  it.each(['', ' ', '张3', '张三(代)', '6217000000000000', '张\ufffd'])('%j is none', (text) => {
    expect(isName(text)).toBe(false);
  });

  it.each(['张三', '欧阳小明', '买买提·吐尔逊', '𠮷野'])('%s is one', (text) => {
    expect(isName(text)).toBe(true);
  });
});

describe('identity numbers', () => {
  it('are compared in half width and upper case', () => {
    expect(normalIdentity('４１０４２３１９９００１０１００１x')).toBe('41042319900101001X');
  });

  it('tell the year of birth, and nothing when they are none', () => {
    expect(birthYearOf('41042319900101001X')).toBe(1990);
    expect(birthYearOf('410423900101001')).toBeNull();
  });
});

it('what is sealed of a person comes out as it went in', () => {
  const person = { name: '张三', identity: '41042319900101001X', phone: '', household: '12', relation: '户主' };
  expect(readPerson(writePerson(person))).toEqual(person);
});

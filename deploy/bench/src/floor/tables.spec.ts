import { levelsOf, referred } from './tables';

const table = (name: string, ...refersTo: string[]) => ({ schema: 'payment', name, refersTo });
const [batch, roll, chunk, line, stray] = [
  table('batch'),
  table('roll', 'batch'),
  table('chunk', 'roll', 'batch'),
  table('line', 'chunk'),
  table('stray'),
];

describe('the tables that the floor fills', () => {
  it('stand behind those that they refer to', () => {
    expect(levelsOf([line, chunk, roll, batch, stray])).toEqual([[batch, stray], [roll], [chunk], [line]]);
  });

  it('do not wait for a table that is not filled', () => expect(levelsOf([line])).toEqual([[line]]));

  it('may not refer to one another in a ring', () => expect(() => levelsOf([table('a', 'b'), table('b', 'a')])).toThrow('ring'));

  it('need what they refer to, through others too', () => {
    expect(referred([batch, roll, chunk, line, stray], new Set([chunk]))).toEqual(new Set([roll, batch]));
  });
});

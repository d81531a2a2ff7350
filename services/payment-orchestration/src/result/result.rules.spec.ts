import { answeredBy, type KnownLine, newestOf, sumOf } from './result.rules';

const known = (was: KnownLine['was'], index: number, heard = 0, line = index): KnownLine => ({
  ...{ index, villageCode: '410423001001', bankCode: 'rcb', was, line, heard },
});
const answer = (...state: ('credited' | 'bounced')[]) => ({ lines: { state } }) as Parameters<typeof answeredBy>[0];

describe("what a bank's answer changes", () => {
  it('counts a first answer once, whichever it is', () => {
    const answered = answeredBy(answer('credited', 'bounced'), [known('underWay', 0), known('underWay', 1)]);
    expect(answered.first).toHaveLength(2);
    expect([answered.credited[0]?.index, answered.bounced[0]?.index]).toEqual([0, 1]);
  });

  it('changes nothing when it says again what is known', () => {
    const answered = answeredBy(answer('credited', 'bounced'), [known('paid', 0), known('bounced', 1)]);
    expect(Object.values(answered).flat()).toEqual([]);
  });

  it('lets a late success win over a bounce, and a return over a credit, and neither is a first answer', () => {
    const answered = answeredBy(answer('credited', 'bounced'), [known('bounced', 0), known('paid', 1)]);
    expect([answered.first.length, answered.recovered.length, answered.reversed.length]).toEqual([0, 1, 1]);
  });

  it('is that of the highest sequence, in one answer and over all', () => {
    const lines = { sequence: [2, 1, 3, 2, 1] };
    const answers = [known('underWay', 0, 0, 7), known('underWay', 1, 0, 7), known('paid', 2, 3, 8), known('paid', 3, 1, 9), known('underWay', 4)];
    expect(newestOf({ lines }, answers).map(({ index }) => index)).toEqual([0, 3, 4]);
  });

  it('sums by the columns of the answer', () => {
    expect(sumOf([known('paid', 0), known('paid', 2)], ['1', '10', '100'])).toBe(101n);
  });
});

import { OUTCOMES, type Outcome } from '@one-card/contracts';
import fc from 'fast-check';
import { changesOf, deltasOf } from './total.rules';

const outcome = fc.option(fc.constantFrom(...OUTCOMES), { nil: null });
const fact = fc.record({
  village: fc.constantFrom('v1', 'v2'),
  bank: fc.option(fc.constantFrom('rcb', 'abc'), { nil: null }),
  from: outcome,
  to: outcome,
  fen: fc.nat(),
});
type Fact = { village: string; bank: string | null; from: Outcome | null; to: Outcome | null; fen: number };

const columns = (facts: Fact[]) => ({
  lines: {
    line: facts.map((_, i) => i + 1),
    villageCode: facts.map(({ village }) => village),
    from: facts.map(({ from }) => from),
    to: facts.map(({ to }) => to),
    reason: facts.map(() => null),
    amountFen: facts.map(({ fen }) => String(fen)),
    bankCode: facts.map(({ bank }) => bank),
  },
});

describe('sums of facts', () => {
  it('hold what came in less what went out, in count and fen', () => {
    fc.assert(
      fc.property(fc.array(fact), (facts) => {
        const deltas = deltasOf(columns(facts));
        const net = (sign: (fact: Fact) => number) => facts.reduce((sum, each) => sum + sign(each), 0);
        expect(deltas.reduce((sum, { lines }) => sum + lines, 0)).toBe(net(({ from, to }) => (to ? 1 : 0) - (from ? 1 : 0)));
        expect(deltas.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(
          BigInt(net(({ from, to, fen }) => (to ? fen : 0) - (from ? fen : 0))),
        );
      }),
    );
  });

  it('tell regulators of every line once', () => {
    fc.assert(fc.property(fc.array(fact), (facts) => changesOf(columns(facts)).reduce((sum, { count }) => sum + count, 0) === facts.length));
  });
});

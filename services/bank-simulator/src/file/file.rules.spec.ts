import fc from 'fast-check';
import { answerOf, cut, type Done, placesOf, sumFen } from './file.rules';

const line = fc.record({
  instructionId: fc.bigInt({ min: 0n, max: 10n ** 24n - 1n }).map((id) => String(id).padStart(24, '0')),
  amountFen: fc.bigInt({ min: 1n, max: 10n ** 15n }).map(String),
  rawCode: fc.option(fc.constantFrom('E1201', 'E1203', 'E1205')),
  entryNo: fc.constant(1),
});
const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 60, selector: ({ instructionId }) => instructionId }).map((some): Done => ({
  instructionId: some.map(({ instructionId }) => instructionId),
  amountFen: some.map(({ amountFen }) => amountFen),
  rawCode: some.map(({ rawCode }) => rawCode),
  entryNo: some.map(({ entryNo }) => entryNo),
}));
const file = { bankCode: 'rcb', fileId: 'file-0001', businessDate: '2026-03-02T01:00:00.000Z' };

describe("a bank's answer in parts", () => {
  it('holds every line once, and its totals are those of the whole', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 50 }), (done, parts) => {
        const answers = cut(done, parts).map((one, part) => answerOf(file, part + 1, one));
        expect(answers.flatMap((answer) => answer.lines.instructionId)).toEqual(done.instructionId);
        expect(sumFen(answers.map(({ amountFen }) => amountFen))).toBe(sumFen(done.amountFen));
        expect(answers.every(({ count, lines: { amountFen } }) => count > 0 && count === amountFen.length)).toBe(true);
      }),
    );
  });

  it('has every part once in its order, shuffled or not, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer(), fc.boolean(), (parts, seed, shuffleParts) => {
        const places = placesOf(parts, file.fileId, { seed, shuffleParts });
        expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: parts }, (_, place) => place));
        expect(placesOf(parts, file.fileId, { seed, shuffleParts })).toEqual(places);
      }),
    );
  });
});

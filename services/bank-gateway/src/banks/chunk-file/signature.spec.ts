import { type BankAnswer, signedTextOf, signedTextOfRefund } from '@one-card/contracts';
import fc from 'fast-check';
import { generateKeyPairSync, sign } from 'node:crypto';
import { faultOfAnswer, isRefundSigned, sha256Of } from './signature';

const pair = generateKeyPairSync('ed25519');
const publicKey = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const signText = (text: string) => sign(null, Buffer.from(text), pair.privateKey).toString('base64');

function answerOf(amounts: bigint[]): BankAnswer {
  const lines: BankAnswer['lines'] = {
    instructionId: amounts.map((_, at) => `410423${String(at).padStart(15, '0')}001`),
    sequence: amounts.map(() => 1),
    state: amounts.map(() => 'credited'),
    rawCode: amounts.map(() => null),
    rawText: amounts.map(() => null),
    serial: amounts.map((_, at) => `S${String(at)}`),
    creditedAt: amounts.map(() => null),
    notifiedAt: amounts.map(() => null),
    amountFen: amounts.map(String),
  };
  const amountFen = String(amounts.reduce((sum, amount) => sum + amount, 0n));
  const paper = {
    format: 'one-card.bank-answer.v1' as const,
    bankCode: 'rcb',
    fileId: 'file-0001',
    part: 1,
    lines,
    count: amounts.length,
    amountFen,
  };
  return resigned({ ...paper, digest: sha256Of(JSON.stringify(lines)), signature: '' });
}
const resigned = (answer: BankAnswer): BankAnswer => ({ ...answer, signature: signText(signedTextOf(answer)) });

const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 });

describe("a bank's answer", () => {
  it('is its own word when nothing was touched', () => {
    fc.assert(fc.property(amounts, (some) => expect(faultOfAnswer(answerOf(some), publicKey)).toBeUndefined()));
  });

  it('is not, whatever figure of a line was touched', () => {
    fc.assert(
      fc.property(amounts, fc.nat(), (some, at) => {
        const answer = answerOf(some);
        const touched = answer.lines.amountFen.map((amount, place) => (place === at % some.length ? String(BigInt(amount) + 1n) : amount));
        expect(faultOfAnswer({ ...answer, lines: { ...answer.lines, amountFen: touched } }, publicKey)).toBe('digest');
      }),
    );
  });

  it('is refused when its head differs from its lines, even if it signed both', () => {
    const answer = answerOf([100n, 200n]);
    expect(faultOfAnswer({ ...answer, amountFen: '301' }, publicKey)).toBe('signature');
    expect(faultOfAnswer(resigned({ ...answer, amountFen: '301' }), publicKey)).toBe('totals');
    expect(faultOfAnswer(resigned({ ...answer, count: 1 }), publicKey)).toBe('totals');
  });

  it('is refused when somebody else signed it', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    expect(faultOfAnswer(answerOf([1n]), other)).toBe('signature');
    expect(faultOfAnswer({ ...answerOf([1n]), signature: 'AAAA' }, publicKey)).toBe('signature');
  });
});

describe('a refund', () => {
  it('is signed over its bank, order, voucher, amount and time', () => {
    const paper = {
      format: 'one-card.bank-refund.v1' as const,
      bankCode: 'rcb',
      orderId: '0195d9a4-0000-7000-8000-000000000001',
      voucherNo: 'TK1',
      amountFen: '700',
      at: '2026-03-02T01:00:00.000Z',
    };
    const refund = { ...paper, signature: signText(signedTextOfRefund(paper)) };
    expect(isRefundSigned(refund, publicKey)).toBe(true);
    const others = [{ bankCode: 'abc' }, { voucherNo: 'TK2' }, { amountFen: '701' }, { orderId: '0195d9a4-0000-7000-8000-000000000002' }];
    for (const touched of [...others, { at: '2026-03-03T01:00:00.000Z' }]) {
      expect(isRefundSigned({ ...refund, ...touched }, publicKey)).toBe(false);
    }
  });
});

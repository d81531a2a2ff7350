import { cardKeyOf, carrierOf, faultsOfCard, normalCard, readCard, writeCard } from './card.rules';

const card = {
  socialCardNo: 'A12345678',
  bankCardNo: '6217000012345678',
  account: '170123456789',
  bankCode: 'rcb',
  bankLineNo: '402504012345',
  state: 'active' as const,
};

describe('a card', () => {
  it('is read in half width, without spaces between its digits', () => {
    expect(normalCard({ ...card, bankCardNo: ' ６２１７ 0000 1234 5678' })).toEqual(card);
    expect(faultsOfCard(card)).toEqual([]);
  });

  it.each([
    ['socialCardNo', '12'],
    ['bankCardNo', 'B217000012345678'],
    ['account', ''],
    ['bankCode', '农商行'],
    ['bankLineNo', '4025'],
    ['state', 'lost'],
  ] as const)('with a wrong %s is refused there', (field, value) => {
    expect(faultsOfCard({ ...card, [field]: value }).map((fault) => fault.field)).toEqual([field]);
  });

  it('is another one when any of its three numbers is another', () => {
    expect(cardKeyOf({ ...card, account: '170123456780' })).not.toBe(cardKeyOf(card));
  });

  it('is carried by what has a number: social card, bank card, or the passbook', () => {
    expect(carrierOf(card)).toBe('social-card');
    expect(carrierOf({ ...card, socialCardNo: '' })).toBe('bank-card');
    expect(carrierOf({ ...card, socialCardNo: '', bankCardNo: '' })).toBe('passbook');
  });

  it('comes out of its seal as it went in, with its holder', () => {
    const { socialCardNo, bankCardNo, account, bankLineNo } = card;
    const secrets = { holder: '张三', socialCardNo, bankCardNo, account, bankLineNo };
    expect(readCard(writeCard(secrets))).toEqual(secrets);
  });
});

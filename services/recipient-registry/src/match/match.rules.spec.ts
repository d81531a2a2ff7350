import { MATCH_FAILURES } from '@one-card/contracts';
import { type Found, failuresOf, namesShown, type PayeeKind, reasonOf } from './match.rules';

const found: Found = { known: true, nameAgrees: true, payee: 7, cardState: 'active', statedPayeeDiffers: false };
const kinds: PayeeKind[] = ['own', 'head', 'guardian'];

describe('the payee of a line', () => {
  it.each(kinds)('paid to %s is fine with a card that is active', (kind) => {
    expect(failuresOf(found, kind)).toEqual([]);
  });

  it.each([
    ['own', { known: false, payee: null, cardState: null }, ['unknown-person']],
    ['own', { nameAgrees: false }, ['name-differs']],
    ['own', { cardState: null }, ['no-card']],
    ['own', { cardState: 'closed' }, ['closed-card']],
    ['own', { statedPayeeDiffers: true }, ['payee-differs']],
    ['head', { payee: null, cardState: null }, ['head-without-card']],
    ['head', { cardState: null }, ['head-without-card']],
    ['head', { cardState: 'closed' }, ['closed-card']],
    ['guardian', { payee: null, cardState: null }, ['no-guardian']],
    ['guardian', { cardState: null }, ['guardian-without-card']],
    ['guardian', { cardState: 'closed' }, ['closed-card']],
    ['guardian', { statedPayeeDiffers: true, cardState: null }, ['payee-differs', 'guardian-without-card']],
    ['head', { nameAgrees: false, cardState: 'closed' }, ['name-differs', 'closed-card']],
  ] as [PayeeKind, Partial<Found>, string[]][])('paid to %s with %j: %j', (kind, changes, failures) => {
    expect(failuresOf({ ...found, ...changes }, kind)).toEqual(failures);
  });

  it('that cannot be paid always has words for people', () => {
    for (const code of MATCH_FAILURES)
      expect(reasonOf(code)).toMatchObject({ code, zh: expect.stringMatching(/.{6}/), en: expect.stringMatching(/.{6}/) });
  });
});

describe('names for pages', () => {
  it.each([
    ['totals', 'totals', 'totals', 'none'],
    ['masked', 'totals', 'totals', 'masked'],
    ['masked', 'masked', 'totals', 'masked'],
    ['full', 'masked', 'masked', 'whole'],
  ] as const)('village board %s, web notice %s, web result %s: %s', (board, notice, result, shown) => {
    expect(namesShown({ publicity: { village_board: board, web_notice: notice, web_result: result } })).toBe(shown);
  });
});

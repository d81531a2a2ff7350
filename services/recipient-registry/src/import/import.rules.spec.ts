import { checkDigitOf } from '@one-card/domain';
import { checkRow } from './import.rules';

const TODAY = '2026-03-01';
const identity = (seventeen: string) => seventeen + checkDigitOf(seventeen);
const child = identity('41042320180101123');
const mother = identity('41042319900101124');

const good = {
  village_code: '410423001001',
  household: '12',
  relation: '户主',
  name: '张三',
  identity: mother,
  phone: '13800000000',
  guardian_identity: '',
  social_card_no: 'A12345678',
  bank_card_no: '6217000012345678',
  account: '170123456789',
  bank_code: 'rcb',
  bank_line_no: '402504012345',
  card_state: '',
};
const check = (changes: Partial<typeof good>) => checkRow(7, Object.values({ ...good, ...changes }), TODAY);
const faultsOf = (changes: Partial<typeof good>) => {
  const result = check(changes);
  return result.ok ? [] : result.faults.map(({ column, reason }) => `${column} ${reason.code}`);
};

describe('a row of the people file', () => {
  it('that is right becomes a person; a card without a state is active', () => {
    expect(check({})).toMatchObject({ ok: true, person: { row: 7, identity: mother, birthYear: 1990, card: { state: 'active' } } });
  });

  it('may have no card', () => {
    const none = { social_card_no: '', bank_card_no: '', account: '', bank_code: '', bank_line_no: '' };
    expect(check(none)).toMatchObject({ ok: true, person: { card: null } });
  });

  it('may name a guardian, who has a valid number and is another person', () => {
    expect(check({ identity: child, guardian_identity: mother })).toMatchObject({ ok: true, person: { guardianIdentity: mother } });
    expect(faultsOf({ guardian_identity: mother })).toEqual(['guardian_identity guardian-is-self']);
    expect(faultsOf({ guardian_identity: '4104' })).toEqual(['guardian_identity identity-length']);
  });

  it.each([
    [{ village_code: '410423001' }, 'village_code village-form'],
    [{ household: '' }, 'household household-missing'],
    [{ name: '' }, 'name name-empty'],
    [{ name: '张3' }, 'name name-characters'],
    [{ identity: `${mother.slice(0, 17)}${mother.endsWith('1') ? '2' : '1'}` }, 'identity identity-check-digit'],
    [{ identity: identity('41042320300101123') }, 'identity identity-birth-date'],
    [{ phone: '电话' }, 'phone phone-form'],
    [{ account: '' }, 'account account-form'],
    [{ bank_code: '' }, 'bank_code bank-code-form'],
    [{ card_state: 'lost' }, 'card_state card-state-unknown'],
  ])('is refused for %j', (changes, expected) => {
    expect(faultsOf(changes)).toEqual([expected]);
  });

  it('tells every fault at once, and never the number itself', () => {
    const result = check({ name: '', identity: mother.slice(1), bank_line_no: '1' });
    expect(result.ok ? [] : result.faults.map(({ row }) => row)).toEqual([7, 7, 7]);
    expect(JSON.stringify(result)).not.toContain(mother.slice(1));
  });

  it('with too few columns is refused whole', () => {
    expect(checkRow(3, ['410423001001', '12'], TODAY)).toMatchObject({ ok: false, faults: [{ row: 3, reason: { code: 'column-count' } }] });
  });
});

import { Calendar } from '@one-card/domain';
import { objectionDueAt } from './objection.rules';

describe('an objection', () => {
  const friday = new Date('2026-03-06T10:00:00+08:00');

  it('is decided by the end of the fifth working day, weekends not counted', () => {
    expect(objectionDueAt(friday, {}, new Calendar())).toEqual(new Date('2026-03-14T00:00:00+08:00'));
  });

  it('takes the limit of its policy, and holidays of the calendar', () => {
    const calendar = new Calendar([{ date: '2026-03-09', kind: 'holiday' }]);
    expect(objectionDueAt(friday, { objection: 1 }, calendar)).toEqual(new Date('2026-03-11T00:00:00+08:00'));
  });
});

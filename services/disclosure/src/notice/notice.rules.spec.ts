import { closesAt, daysLeft } from './notice.rules';
import { noticeStates } from './notice.states';

describe('the window of a notice', () => {
  it('ends with its last day in China; the day of posting is not counted', () => {
    expect(closesAt(new Date('2026-03-01T09:00:00+08:00'), 7).toISOString()).toBe('2026-03-08T16:00:00.000Z');
    expect(closesAt(new Date('2026-03-01T23:59:59+08:00'), 7).toISOString()).toBe('2026-03-08T16:00:00.000Z');
  });

  it('tells how many days are left', () => {
    const closing = closesAt(new Date('2026-03-01T09:00:00+08:00'), 7);
    expect(daysLeft(closing, new Date('2026-03-01T20:00:00+08:00'))).toBe(7);
    expect(daysLeft(closing, new Date('2026-03-08T20:00:00+08:00'))).toBe(0);
    expect(daysLeft(closing, new Date('2026-04-01T00:00:00+08:00'))).toBe(0);
  });
});

describe('a notice', () => {
  const now = new Date('2026-03-10T00:00:00Z');
  const context = { basis: 'per-batch', closesAt: now, now } as const;

  it('waits to be posted once its list is complete, unless it stands already', () => {
    expect(noticeStates.next('gathering', 'complete', context, ['system'])).toEqual({ ok: true, to: 'requested' });
    expect(noticeStates.next('gathering', 'complete', { ...context, basis: 'standing' }, ['system'])).toEqual({ ok: true, to: 'standing' });
  });

  it('opens with evidence only', () => {
    expect(noticeStates.next('requested', 'post', context, ['township-clerk'])).toMatchObject({ code: 'missing-evidence' });
    expect(noticeStates.next('requested', 'post', context, ['township-clerk'], { evidence: 'a'.repeat(64) })).toEqual({ ok: true, to: 'open' });
  });

  it('does not close before its window is over', () => {
    expect(noticeStates.next('open', 'close', { ...context, closesAt: new Date('2026-03-11T00:00:00Z') }, ['system'])).toMatchObject({
      code: 'window-not-over',
    });
    expect(noticeStates.next('open', 'close', context, ['system'])).toEqual({ ok: true, to: 'closed' });
  });

  it('is not posted twice', () => {
    expect(noticeStates.next('open', 'post', context, ['township-clerk'], { evidence: 'x' })).toMatchObject({ code: 'illegal-move' });
  });
});

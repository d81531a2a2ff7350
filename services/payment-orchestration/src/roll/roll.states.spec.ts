import fc from 'fast-check';
import type { ChainStep } from '@one-card/contracts';
import { posts } from '@one-card/domain';
import type { RollStateName } from '../batch/batch.row';
import { type RollAct, type RollMove, rollStates } from './roll.states';

const review = (post: 'township-reviewer' | 'department-clerk'): ChainStep => ({ kind: 'review', scope: 'roll', post, limitWorkingDays: null });
const board: ChainStep = { kind: 'notice', scope: 'roll', place: 'village_board', level: 'village', basis: 'per-batch', days: 7 };
const move = (of: Partial<RollMove> = {}): RollMove => ({
  ...{ step: 0, steps: [review('township-reviewer'), board], resumeStep: null, actor: 'b', enteredBy: ['a'], approvedBy: [] },
  ...{ reviewed: false, digest: 'd', digestSeen: 'd', batchIssued: true, ...of },
});

const acts: RollAct[] = ['upload', 'matched', 'checked', 'send', 'approve', 'sendBack', 'withdraw', 'noticeClosed'];
const anyMove = fc.record({
  state: fc.constantFrom(...rollStates.states),
  act: fc.constantFrom(...acts),
  post: fc.constantFrom('system' as const, ...posts),
  actor: fc.constantFrom('a', 'b'),
  step: fc.nat(2),
  digestSeen: fc.constantFrom('d', 'e'),
  reviewed: fc.boolean(),
  batchIssued: fc.boolean(),
  approvedBy: fc.constantFrom([], ['b']),
});

describe('a roll', () => {
  it('goes through its chain', () => {
    const path: [RollStateName, RollAct, Parameters<typeof rollStates.next>[3], number][] = [
      ['issued', 'upload', ['township-clerk'], 0],
      ['matching', 'matched', ['system'], 0],
      ['checking', 'checked', ['system'], 0],
      ['draft', 'send', ['township-clerk'], 0],
      ['in-review', 'approve', ['township-reviewer'], 0],
      ['in-notice', 'noticeClosed', ['system'], 1],
    ];
    const went = path.map(([state, act, by, step]) => rollStates.next(state, act, move({ step }), by));
    expect(went.map((to) => (to.ok ? to.to : to.code))).toEqual(['matching', 'checking', 'draft', 'in-review', 'in-notice', 'ready']);
  });

  it('goes straight to the step that sent it back', () => {
    expect(rollStates.next('draft', 'send', move({ resumeStep: 2 }), ['township-clerk'])).toEqual({ ok: true, to: 'ready' });
    expect(rollStates.next('draft', 'send', move({ resumeStep: 1 }), ['township-clerk'])).toEqual({ ok: true, to: 'in-notice' });
  });

  it.each([
    ['own-entry', { actor: 'a' }],
    ['reviewed-before', { approvedBy: ['b'] }],
    ['digest-changed', { digestSeen: 'older' }],
    ['batch-not-issued', { batchIssued: false }],
  ])('is not reviewed: %s', (code, of) => {
    expect(rollStates.next('in-review', 'approve', move(of), ['township-reviewer'])).toMatchObject({ ok: false, code });
  });

  it('is sent back with a reason only, and withdrawn only before anybody has reviewed', () => {
    expect(rollStates.next('in-review', 'sendBack', move(), ['township-reviewer'])).toMatchObject({ code: 'missing-reason' });
    expect(rollStates.next('in-review', 'withdraw', move({ reviewed: true }), ['township-clerk'])).toMatchObject({ code: 'already-reviewed' });
  });

  it('is never approved by whoever entered it, by the wrong post, or unseen; and takes no file once it was sent', () => {
    fc.assert(
      fc.property(anyMove, ({ state, act, post, ...of }) => {
        const moved = rollStates.next(state, act, move(of), [post], { reason: '理由充分' });
        if (!moved.ok) return;
        if (act === 'approve') expect([post, of.actor, of.digestSeen, of.step]).toEqual(['township-reviewer', 'b', 'd', 0]);
        if (act === 'upload') expect(['issued', 'matching', 'checking', 'draft']).toContain(state);
        if (moved.to === 'ready') expect(['approve', 'noticeClosed', 'send']).toContain(act);
      }),
      { numRuns: 2000 },
    );
  });
});

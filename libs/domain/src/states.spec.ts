import fc from 'fast-check';
import type { Post } from './posts';
import { defineStates, guard, type Mover } from './states';

interface Roll {
  lines: number;
  unchecked: number;
  step: Post;
  last: boolean;
}
type RollState = 'draft' | 'in-review' | 'approved';
type RollEvent = 'send' | 'approve' | 'sendBack' | 'close';

const everyLineChecked = guard<Roll>({
  code: 'lines-unchecked',
  zh: ({ unchecked }) => `还有 ${unchecked} 行未比对`,
  en: ({ unchecked }) => `${unchecked} lines are not checked yet`,
  holds: ({ unchecked }) => unchecked === 0,
});
const notEmpty = guard<Roll>({ code: 'roll-empty', zh: '花名册没有明细', en: 'the roll has no lines', holds: ({ lines }) => lines > 0 });
const currentPost = (roll: Roll): Post => roll.step;
const nextStep = (roll: Roll): RollState => (roll.last ? 'approved' : 'in-review');

const rollStates = defineStates<Roll, RollState, RollEvent>(
  {
    draft: { send: { to: 'in-review', by: ['township-clerk', 'village-agent'], when: [notEmpty, everyLineChecked] } },
    'in-review': {
      approve: { to: nextStep, by: currentPost },
      sendBack: { to: 'draft', by: currentPost, needs: ['reason'] },
      close: { to: 'approved', by: 'system' },
    },
    approved: {},
  },
  { draft: '编制', approved: '已审', approve: '通过' },
);

const roll: Roll = { lines: 3, unchecked: 0, step: 'township-reviewer', last: false };

describe('a move that the table has', () => {
  it('leads to its state', () => {
    expect(rollStates.next('draft', 'send', roll, ['supervisor', 'village-agent'])).toEqual({ ok: true, to: 'in-review' });
    expect(rollStates.next('in-review', 'close', roll, ['system'])).toEqual({ ok: true, to: 'approved' });
  });

  it('may depend on the matter, in its state and in its post', () => {
    expect(rollStates.next('in-review', 'approve', roll, ['township-reviewer'])).toEqual({ ok: true, to: 'in-review' });
    expect(rollStates.next('in-review', 'approve', { ...roll, last: true }, ['township-reviewer'])).toEqual({ ok: true, to: 'approved' });
    expect(rollStates.next('in-review', 'approve', { ...roll, step: 'department-clerk' }, ['township-reviewer'])).toMatchObject({
      code: 'wrong-post',
    });
  });

  it('is refused to other posts, who are told whose it is', () => {
    const refused = rollStates.next('draft', 'send', roll, ['township-reviewer']);
    expect(refused).toMatchObject({ ok: false, code: 'wrong-post', zh: '此操作须由乡镇经办、村级代办岗位办理' });
    expect(rollStates.next('draft', 'send', roll, [])).toMatchObject({ code: 'wrong-post' });
    expect(rollStates.next('in-review', 'close', roll, ['township-reviewer'])).toMatchObject({ code: 'wrong-post', zh: '此操作须由系统岗位办理' });
  });

  it('needs what it needs', () => {
    for (const input of [undefined, {}, { reason: ' ' }, { opinion: '同意' }]) {
      expect(rollStates.next('in-review', 'sendBack', roll, ['township-reviewer'], input)).toMatchObject({
        code: 'missing-reason',
        zh: '请填写原因',
      });
    }
    expect(rollStates.next('in-review', 'sendBack', roll, ['township-reviewer'], { reason: '面积与确权不符' })).toEqual({ ok: true, to: 'draft' });
  });

  it('is refused by the first guard that does not hold, in its words', () => {
    expect(rollStates.next('draft', 'send', { ...roll, unchecked: 2 }, ['township-clerk'])).toEqual({
      ok: false,
      code: 'lines-unchecked',
      zh: '还有 2 行未比对',
      en: '2 lines are not checked yet',
    });
    expect(rollStates.next('draft', 'send', { ...roll, lines: 0, unchecked: 2 }, ['township-clerk'])).toMatchObject({ code: 'roll-empty' });
  });
});

describe('a move that the table does not have', () => {
  it('is illegal, whoever tries', () => {
    expect(rollStates.next('approved', 'approve', roll, ['township-reviewer'])).toEqual({
      ok: false,
      code: 'illegal-move',
      zh: '“已审”状态下不能“通过”',
      en: '"approve" is not possible in the state "approved"',
    });
  });

  it('is illegal even when every object has a method of its name', () => {
    const open = defineStates<object>({ draft: {} });
    expect(open.next('draft', 'constructor', {}, ['system'])).toMatchObject({ code: 'illegal-move' });
    expect(open.next('toString', 'call', {}, ['system'])).toMatchObject({ code: 'illegal-move' });
  });
});

describe('any walk through the table', () => {
  const anyMove = fc.record({
    event: fc.constantFrom<RollEvent[]>('send', 'approve', 'sendBack', 'close'),
    posts: fc.subarray<Mover>(['township-clerk', 'township-reviewer', 'department-clerk', 'system']),
    step: fc.constantFrom<Post[]>('township-reviewer', 'department-clerk'),
    unchecked: fc.nat(1),
    last: fc.boolean(),
    reason: fc.constantFrom('', '不符'),
  });

  it('moves only along its rows, and stays at an end', () => {
    fc.assert(
      fc.property(fc.array(anyMove), (moves) => {
        let state: RollState = 'draft';
        for (const { event, posts, reason, ...change } of moves) {
          const moved = rollStates.next(state, event, { ...roll, ...change }, posts, { reason });
          const row = rollStates.rows().find(({ from, event: e }) => from === state && e === event);
          if (!row) expect(moved).toMatchObject({ code: 'illegal-move' });
          if (state === 'approved') expect(moved.ok).toBe(false);
          if (!moved.ok) continue;
          expect(['nextStep', moved.to]).toContain(row?.to);
          state = moved.to;
        }
      }),
    );
  });
});

describe('the table', () => {
  it('can be read', () => {
    expect(rollStates.states).toEqual(['draft', 'in-review', 'approved']);
    expect(rollStates.rows()).toEqual([
      {
        from: 'draft',
        event: 'send',
        to: 'in-review',
        post: ['township-clerk', 'village-agent'],
        guard: ['roll-empty', 'lines-unchecked'],
        needs: [],
      },
      { from: 'in-review', event: 'approve', to: 'nextStep', post: ['currentPost'], guard: [], needs: [] },
      { from: 'in-review', event: 'sendBack', to: 'draft', post: ['currentPost'], guard: [], needs: ['reason'] },
      { from: 'in-review', event: 'close', to: 'approved', post: ['system'], guard: [], needs: [] },
    ]);
  });

  it('cannot go where there is no state', () => {
    expect(() => defineStates<object>({ draft: { send: { to: 'gone', by: 'system' } } })).toThrow('"send" from "draft" goes to "gone"');
    const late = defineStates<object>({ draft: { send: { to: () => 'gone', by: 'system' } } });
    expect(() => late.next('draft', 'send', {}, ['system'])).toThrow('no state of this table');
  });

  it('does not compile with a state, event or post that does not exist', () => {
    const wrong = () => {
      // @ts-expect-error the state "sent" does not exist
      defineStates<Roll, 'draft'>({ draft: { send: { to: 'sent', by: 'township-clerk' } } });
      // @ts-expect-error the state "done" is not in the table
      defineStates<Roll, 'draft' | 'done'>({ draft: {} });
      // @ts-expect-error the post "boss" does not exist
      defineStates<Roll, 'draft'>({ draft: { send: { to: 'draft', by: 'boss' } } });
      // @ts-expect-error the event "fly" does not exist
      rollStates.next('draft', 'fly', roll, []);
    };
    expect(wrong).toThrow();
  });
});

import { secondsIn } from './cpu';
import { ownTimes } from './functions';
import { meansOf } from './profile';

describe('what a run has spent', () => {
  const stat = '4711 (node (main) x) S 1 4711 4711 0 -1 4194560 100 200 0 0 1234 566 50 50 20 0 11 0 1 2 3';

  it('is user and system time, whatever the name of the process', () => expect(secondsIn(stat)).toBe(18));
  it('holds the children that have ended where that is asked for', () => expect(secondsIn(stat, true)).toBe(19));

  it('is told of each function by itself, within the run only and without idling', () => {
    const frame = (id: number, functionName: string) => ({ id, callFrame: { functionName, url: 'file:///x/dist/payment/main.js', lineNumber: 9 } });
    const profile = {
      nodes: [frame(1, '(idle)'), frame(2, 'seal'), frame(3, 'parse'), frame(4, 'seal')],
      startTime: 1_000_000,
      samples: [2, 1, 2, 3, 4, 3],
      timeDeltas: [0, 1_000_000, 500_000, 500_000, 2_000_000, 9_000_000],
    };
    expect(ownTimes(profile, { from: 1_500_000, to: 6_000_000 })).toEqual([
      { name: 'seal', place: 'dist/payment/main.js:10', seconds: 2.5 },
      { name: 'parse', place: 'dist/payment/main.js:10', seconds: 0.5 },
    ]);
  });

  it('waits on average over all looks, also those that saw nothing wait', () => {
    expect(
      meansOf([
        { lag: 4, busy: 1 },
        { busy: 2, idle: 0 },
      ]),
    ).toEqual({ lag: 2, busy: 1.5 });
  });
});

import { Logger } from '@nestjs/common';
import { WorkLoop } from './work-loop';

/** Ends when the work has been called so often. */
function worker(answers: (boolean | Error)[], sweepMs = 60_000) {
  let calls = 0;
  const waiting: { calls: number; resolve: () => void }[] = [];
  const work = async () => {
    const answer = answers[calls] ?? false;
    calls++;
    for (const one of waiting) if (calls >= one.calls) one.resolve();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const loop = new WorkLoop({ name: 'test', work, sweepMs });
  return { loop, called: (times: number) => new Promise<void>((resolve) => (calls >= times ? resolve() : waiting.push({ calls: times, resolve }))) };
}

describe('a work loop', () => {
  it('goes on while there is more, and rests then until it is nudged', async () => {
    const { loop, called } = worker([true, true, false, false]);
    loop.start();
    await called(3);
    loop.nudge();
    await called(4);
    await loop.stop();
  });

  it('looks by itself after the sweep, also after a failure', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { loop, called } = worker([new Error('the database is away')], 1);
    loop.start();
    await called(3);
    await loop.stop();
  });

  it('hears a nudge that came in the middle of its work', async () => {
    const { loop, called } = worker([]);
    loop.start();
    loop.nudge();
    await called(2);
    await loop.stop();
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isDead, markOf } from './process-mark';

describe('the mark of a process', () => {
  const mine = markOf(process.pid) ?? '';

  it('tells the living from the dead', async () => {
    const child = spawn('sleep', ['600']);
    await once(child, 'spawn');
    const mark = markOf(child.pid ?? 0) ?? '';
    expect([isDead(mine), isDead(mark)]).toEqual([false, false]);
    child.kill('SIGSTOP');
    expect(isDead(mark)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isDead(mark)).toBe(true);
  });

  it('is not taken for that of a later process with the same number', () => {
    const [place, pid] = mine.split('.');
    expect(isDead([place, pid, '1'].join('.'))).toBe(true);
  });

  it.each(['elsewhere.4194300.1', 'sample', '', `${mine.split('.')[0] ?? ''}.x.1`, `${mine.split('.')[0] ?? ''}.4194300`])(
    'says nothing of one of another place, or that is none: %s',
    (mark) => expect(isDead(mark)).toBe(false),
  );
});

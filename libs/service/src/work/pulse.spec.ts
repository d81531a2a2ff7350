import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs `then` in a process with a pulse, and says how it ended and what it said. */
async function processThat(then: string): Promise<{ code: number | null; signal: string | null; said: string }> {
  const script = `const { startPulse } = require(${JSON.stringify(join(__dirname, 'pulse.ts'))}); startPulse({ everyMs: 50, missed: 10 }); ${then}`;
  const child = spawn(process.execPath, ['-r', '@swc-node/register', '-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, said };
}

describe('the pulse of a process', () => {
  it('ends it when its event loop is blocked', async () => {
    const ended = await processThat('setTimeout(() => { for (;;); }, 200)');
    expect(ended).toEqual({ code: null, signal: 'SIGKILL', said: expect.stringContaining('the event loop is blocked') as string });
  });

  it('leaves it alone while it runs, and does not keep it from ending', async () => {
    const ended = await processThat('setTimeout(() => undefined, 2_000)');
    expect(ended).toEqual({ code: 0, signal: null, said: '' });
  });
});

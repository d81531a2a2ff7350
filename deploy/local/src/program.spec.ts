import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './memory';
import { pause } from './part';
import { Program } from './program';

const serving = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const limit = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error('the condition did not come true within 20 s');
    await pause(50);
  }
}

describe('a program that the launcher runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-card-program-'));
  const said: string[] = [];
  let program: Program | undefined;

  afterEach(() => program?.stop(1_000));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function programOf(name: string, source: string): Promise<Program> {
    const [file, port] = [join(folder, `${name}.cjs`), await freePort()];
    writeFileSync(file, source);
    const readyUrl = `http://127.0.0.1:${String(port)}/`;
    program = new Program({
      name,
      args: [file],
      env: { PORT: String(port) },
      port,
      log: join(folder, `${name}.log`),
      readyUrl,
      say: (text) => void said.push(text),
    });
    return program;
  }

  it('is ready when it answers, and is gone when it was stopped', async () => {
    const bank = await programOf('bank', serving);
    await bank.start();
    const { pid, state } = bank.status();
    expect(state).toBe('ready');
    await bank.stop(1_000);
    expect(isAlive(pid ?? 0)).toBe(false);
    expect(bank.status()).toMatchObject({ state: 'stopped', pid: null, restarts: 0 });
  });

  it('is started again when it dies, and the person hears of it', async () => {
    const mint = await programOf('mint', serving);
    await mint.start();
    process.kill(mint.status().pid ?? 0, 'SIGKILL');
    await until(async () => {
      await mint.look();
      return mint.status().restarts === 1 && mint.status().state === 'ready';
    });
    expect(said).toContainEqual(expect.stringContaining('mint ended (SIGKILL); starting it again in 0.5 s.'));
    expect(said).toContain('mint is ready again.');
    expect(mint.status().worstRecoverySeconds).toBeGreaterThan(0);
  });

  it('that never starts is given up with what its log says', async () => {
    const mute = await programOf('mute', `console.error('Error: DATABASE_URL is missing'); process.exit(1);`);
    await expect(mute.start()).rejects.toThrow(/mute does not start\. Its log .*mute\.log says:\nError: DATABASE_URL is missing/);
  });

  it('that does not listen to SIGTERM is ended all the same', async () => {
    const deaf = await programOf('deaf', `process.on('SIGTERM', () => undefined); ${serving}`);
    await deaf.start();
    const { pid } = deaf.status();
    await deaf.stop(200);
    expect(isAlive(pid ?? 0)).toBe(false);
  });
});

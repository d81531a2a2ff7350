import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftovers, noteProcesses, releaseLock, runningLauncher, takeLock } from './lock';
import { isAlive, startOf } from './memory';

describe('the lock of a folder', () => {
  const state = mkdtempSync(join(tmpdir(), 'one-card-lock-'));
  afterAll(() => rmSync(state, { recursive: true }));

  it('lets one launcher in at a time', async () => {
    await takeLock(state);
    expect(await runningLauncher(state)).toBe(process.pid);
    await expect(takeLock(state)).rejects.toThrow('A platform already runs on');
    await releaseLock(state);
    expect(await runningLauncher(state)).toBeUndefined();
  });

  it('of a launcher that is gone is taken over, even when another process has its number', async () => {
    writeFileSync(join(state, 'launcher.json'), JSON.stringify({ pid: process.pid, started: 'another time' }));
    expect(await runningLauncher(state)).toBeUndefined();
    await takeLock(state);
    await releaseLock(state);
  });

  it('ends what a killed launcher left running, and nothing else', async () => {
    const [left, other] = [spawn('sleep', ['60']), spawn('sleep', ['60'])];
    const [leftPid, otherPid] = [left.pid ?? 0, other.pid ?? 0];
    await noteProcesses(state, [leftPid]);
    await endLeftovers(state);
    expect(isAlive(leftPid)).toBe(false);
    writeFileSync(join(state, 'processes.json'), JSON.stringify([{ pid: otherPid, started: `${String(startOf(otherPid))}0` }]));
    await endLeftovers(state);
    expect(isAlive(otherPid)).toBe(true);
    other.kill();
  });
});

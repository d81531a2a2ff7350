import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLines, isAlive, startOf } from './memory';
import { pause } from './part';
import { codeOf, Trouble } from './trouble';

interface Entry {
  readonly pid: number;
  /** as the system tells it: another process with the same number began at another time */
  readonly started?: string;
}

const lockFile = (state: string): string => join(state, 'launcher.json');
const processesFile = (state: string): string => join(state, 'processes.json');

/** The launcher that runs on this folder now, if any. */
export async function runningLauncher(state: string): Promise<number | undefined> {
  const entry = await readJson<Entry>(lockFile(state));
  return entry !== undefined && isStill(entry) ? entry.pid : undefined;
}

/** One launcher a folder. What a launcher that was killed left running is ended first. */
export async function takeLock(state: string): Promise<void> {
  await mkdir(state, { recursive: true });
  const other = await runningLauncher(state);
  if (other !== undefined) throw new Trouble(`A platform already runs on ${state} (process ${String(other)}): stop it with npm run stop.`);
  await rm(lockFile(state), { force: true });
  await endLeftovers(state);
  try {
    await writeFile(lockFile(state), JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new Trouble(`Another platform is just starting on ${state}: stop it with npm run stop.`);
    throw error;
  }
}

export async function releaseLock(state: string): Promise<void> {
  await rm(lockFile(state), { force: true });
  await rm(processesFile(state), { force: true });
}

/** Written whenever a process starts, so that the next launcher knows what this one may leave behind. */
export async function noteProcesses(state: string, pids: readonly number[]): Promise<void> {
  await writeFile(processesFile(state), JSON.stringify(pids.map((pid) => ({ pid, started: startOf(pid) }))));
}

/** Ends what a killed launcher left running: only processes whose number and start time are both those that it noted. */
export async function endLeftovers(state: string): Promise<void> {
  const noted = (await readJson<Entry[]>(processesFile(state))) ?? [];
  const left = [...noted.filter(isStill), ...serversOn(state)];
  // SIGINT: PostgreSQL then ends without waiting for its clients; Kafka and Node end too.
  for (const { pid } of left) signal(pid, 'SIGINT');
  const limit = Date.now() + 10_000;
  while (left.some(isStill) && Date.now() < limit) await pause(100);
  for (const entry of left.filter(isStill)) signal(entry.pid, 'SIGKILL');
  await rm(processesFile(state), { force: true });
}

/** Asks the launcher to stop and waits until it is gone. False when none runs. */
export async function stopRunning(state: string): Promise<boolean> {
  const pid = await runningLauncher(state);
  if (pid === undefined) {
    await endLeftovers(state);
    await rm(lockFile(state), { force: true });
    return false;
  }
  signal(pid, 'SIGTERM');
  const limit = Date.now() + 30_000;
  while (isAlive(pid)) {
    if (Date.now() > limit) throw new Trouble(`The platform (process ${String(pid)}) did not stop within 30 seconds.`);
    await pause(100);
  }
  return true;
}

/** A server that was still starting is not noted yet, but its command line names a folder that is only ours. */
function serversOn(state: string): Entry[] {
  const marks = [join(state, 'postgres'), join(state, 'kafka-')];
  return commandLines()
    .filter(({ words }) => marks.some((mark) => words.some((word) => word === mark || (word.startsWith(mark) && word.endsWith('.properties')))))
    .map(({ pid }) => ({ pid, started: startOf(pid) }));
}

function isStill({ pid, started }: Entry): boolean {
  return isAlive(pid) && (started === undefined || startOf(pid) === started);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

async function readJson<T>(file: string): Promise<T | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    // half a file, of a launcher that was killed while it wrote
    return undefined;
  }
}

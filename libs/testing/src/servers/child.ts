import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export type Log = (line: string) => void;

export interface ChildOptions {
  log?: Log;
  uid?: number;
  gid?: number;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/** Those that still run when this process ends without having stopped them. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGINT');
});

/** A server as a child in its own process group, so that Ctrl-C in a terminal reaches only the launcher, which stops things in order. */
export function startChild(command: string, args: readonly string[], options: ChildOptions): ChildProcess {
  const { log = () => undefined, ...rest } = options;
  const child = spawn(command, args, { ...rest, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', log);
  return child;
}

/** Runs a program to its end; a failure tells what it said. */
export async function run(command: string, args: readonly string[], options: ChildOptions = {}): Promise<string> {
  const said: string[] = [];
  const child = startChild(command, args, { ...options, log: (line) => void said.push(line) });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ended with code ${String(code)}: ${said.slice(-20).join('\n')}`);
  return said.join('\n');
}

/** Resolves when `ready` says so; rejects when the child ends first or the limit passes. */
export async function untilReady(child: ChildProcess, name: string, limitMs: number, ready: () => Promise<boolean>): Promise<void> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `ended with ${signal ?? `code ${String(code)}`}`));
  const limit = Date.now() + limitMs;
  for (;;) {
    // Asked first: another server on the same port would answer in its place.
    const answers = await ready();
    if (ended !== undefined) throw new Error(`${name} did not start: it ${ended}`);
    if (answers) return;
    if (Date.now() > limit) {
      // Left alone, it would hold the port of whoever is started in its place.
      await stopChild(child, 'SIGKILL', 1_000);
      throw new Error(`${name} was not ready after ${String(limitMs / 1000)} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Asks the child to end, and insists after the limit. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals, limitMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), limitMs);
  await gone;
  clearTimeout(insist);
}

/** A port nobody listens on now. Between this answer and its use somebody else may take it: the server then says so. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

/** In use by another program: better said before its server starts than read out of its log. */
export async function mustBeFree(port: number, server: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(new Error(`port ${String(port)} is in use: ${server} cannot listen there`)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

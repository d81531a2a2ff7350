import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where the platform of the flow suites keeps its state; suites read `status.json` and `secrets.json` there. */
export const flowState = resolve('.local', 'flow');

/**
 * Where ONE_CARD_STATE names the folder of a platform that runs, suites use that one, as while a page is being made.
 * Otherwise starts the one platform that all flow suites share, from empty and on free ports, so that it disturbs no other. Suites find it by
 * `ONE_CARD_STATE` (its folder) and `ONE_CARD_GATEWAY_URL`.
 */
export default async function setUp(): Promise<void> {
  if (process.env.ONE_CARD_STATE !== undefined) return;
  await run('reset', '--state', flowState);
  await rm(flowState, { recursive: true, force: true });
  await mkdir(flowState, { recursive: true });
  const output = join(flowState, '..', 'flow-launcher.log');
  const file = openSync(output, 'w');
  const launcher = spawn(process.execPath, ['deploy/local/run.mjs', 'start', '--state', flowState, '--free-ports'], {
    stdio: ['ignore', file, file],
  });
  let ended = false;
  launcher.once('exit', () => (ended = true));
  const limit = Date.now() + 180_000;
  while (statusOf()?.ready !== true) {
    if (ended) throw new Error(`The platform for the flow suites did not start:\n${readFileSync(output, 'utf8')}`);
    if (Date.now() > limit) throw new Error(`The platform for the flow suites was not ready after 3 minutes:\n${readFileSync(output, 'utf8')}`);
    await pause(200);
  }
  launcher.unref();
  process.env.ONE_CARD_STATE = flowState;
  process.env.ONE_CARD_GATEWAY_URL = statusOf()?.urls.gateway;
}

function statusOf(): { ready: boolean; urls: Record<string, string> } | undefined {
  const file = join(flowState, 'status.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { ready: boolean; urls: Record<string, string> }) : undefined;
}

/** A verb of the launcher, to its end. */
export async function run(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['deploy/local/run.mjs', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`node deploy/local/run.mjs ${args.join(' ')} ended with code ${String(code)}`);
}

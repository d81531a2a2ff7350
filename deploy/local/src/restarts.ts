import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Say } from './part';
import type { Program } from './program';
import { Trouble } from './trouble';

/** Browsers cannot send it from another site unless they are let. */
export const HEADER = 'x-one-card-restart';

/** `--all`, or a service with all of its replicas. */
export function wanted(programs: readonly Program[], name: string): Program[] {
  return name === '--all'
    ? [...programs]
    : programs.filter((one) => one.name === name || new RegExp(`^${name.replaceAll(/\W/g, '\\$&')}-\\d+$`).test(one.name));
}

/** A rolling restart: one process after the other, each ready again before the next ends. The answer tells of each as it is done. */
export async function answerRestart(request: IncomingMessage, response: ServerResponse, programs: readonly Program[]): Promise<void> {
  const name = new URL(request.url ?? '/', 'http://control').searchParams.get('service') ?? '';
  const chosen = wanted(programs, name);
  if (request.headers[HEADER] === undefined || chosen.length === 0) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`There is no service ${name} here.`);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  for (const program of chosen) {
    const began = Date.now();
    try {
      await program.restartNow();
      response.write(`${program.name} is ready again after ${((Date.now() - began) / 1000).toFixed(1)} s.\n`);
    } catch (error) {
      response.end(`${program.name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
      return;
    }
  }
  response.end('Done.\n');
}

export async function askForRestart(url: string, name: string, say: Say): Promise<number> {
  const response = await fetch(`${url}?service=${encodeURIComponent(name)}`, { method: 'POST', headers: { [HEADER]: 'yes' } }).catch(() => undefined);
  if (response === undefined) throw new Trouble('No platform is running.');
  if (!response.ok) throw new Trouble(await response.text());
  let told = '';
  for await (const piece of response.body ?? []) {
    const text = Buffer.from(piece as Uint8Array).toString('utf8');
    told += text;
    say(text.trimEnd());
  }
  return told.endsWith('Done.\n') ? 0 : 1;
}

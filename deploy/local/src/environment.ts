import { urlsOf } from '@one-card/database';
import { COUNTY, readers, type ServiceRow, type Wiring } from './services';

/** What services get from the launcher's own environment: nothing else of the person's shell leaks into them. */
const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'SystemRoot'];

export function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** Chunks come and go as large buffers, which glibc gives back sooner with these: 4 to 17 % less memory a service (docs/performance.md). */
const allocator = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };

export interface Servers {
  readonly adminUrl: string;
  readonly brokers: string;
}

/** The whole environment of a service: the keys of the platform and its own. */
export async function environmentOf(row: ServiceRow, port: number, wiring: Wiring, servers: Servers): Promise<NodeJS.ProcessEnv> {
  const { databaseUrl } = urlsOf(servers.adminUrl, row.database, row.name);
  const place = { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: databaseUrl, KAFKA_BROKERS: servers.brokers };
  return { ...ownEnvironment(), ...allocator, ...place, ...(await settingsOf(row, wiring)) };
}

/** What a service is told wherever it runs: the county, its keys, and what its own configuration needs. */
export async function settingsOf(row: ServiceRow, wiring: Wiring): Promise<Record<string, string>> {
  const platform = { COUNTY_CODE: COUNTY, ...(await keysOf(row.name, wiring)) };
  const wanted = Object.entries(platform).filter(([name]) => !row.without?.includes(name));
  return { ...Object.fromEntries(wanted), ...row.env(wiring) };
}

async function keysOf(name: string, { secrets }: Wiring): Promise<Record<string, string>> {
  const publicKeys = await Promise.all(readers.map(async (reader) => `${reader}:${(await secrets.sealing(reader)).publicKey}`));
  return {
    STATEMENT_PUBLIC_KEY: secrets.signing('gateway').publicKey,
    DATA_KEYS: secrets.dataKeys(name),
    LOOKUP_KEY: secrets.lookupKey(name),
    SEALING_PUBLIC_KEYS: publicKeys.join(','),
    ...(readers.includes(name) ? { SEALING_PRIVATE_KEY: (await secrets.sealing(name)).privateKey } : {}),
  };
}

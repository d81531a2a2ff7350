import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, run } from './servers/child';
import { kafkaJars, type RunningKafka, startKafka } from './servers/kafka';
import { type RunningPostgres, startPostgres } from './servers/postgres';

export interface TestServers {
  postgresUrl: string;
  kafkaBrokers: string;
  stop(): Promise<void>;
}

/** Nothing of a test is worth a wait for the disk. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The servers that all suites share: those that are given, else in Docker, else the embedded ones. Only what was started here is stopped. */
export async function testServers(env: NodeJS.ProcessEnv = process.env): Promise<TestServers> {
  const { TEST_POSTGRES_URL: postgresUrl, TEST_KAFKA_BROKERS: kafkaBrokers } = env;
  if (postgresUrl && kafkaBrokers) return { postgresUrl, kafkaBrokers, stop: () => Promise.resolve() };
  const docker = await answersDocker();
  const folder = await testFolder();
  const [postgres, kafka] = await Promise.all([
    postgresUrl ? undefined : docker ? (await import('./servers/containers')).postgresContainer() : sharedOnly(folder),
    kafkaBrokers ? undefined : docker ? (await import('./servers/containers')).kafkaContainer() : ownKafka(folder),
  ]);
  return {
    postgresUrl: postgresUrl ?? postgres?.adminUrl ?? '',
    kafkaBrokers: kafkaBrokers ?? kafka?.brokers ?? '',
    stop: async () => {
      await Promise.all([postgres?.stop(), kafka?.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** For all suites together: nobody kills it, so it need not remember. */
async function sharedOnly(folder: string): Promise<RunningPostgres> {
  return startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort(), settings: FORGETFUL });
}

/** A server of its own, for a test that kills it: what it has committed it remembers. */
export async function ownPostgres(folder: string, port?: number): Promise<RunningPostgres> {
  return startPostgres({ dataDir: join(folder, 'postgres'), port: port ?? (await freePort()) });
}

export async function ownKafka(folder: string, ports?: { port: number; controllerPort: number }): Promise<RunningKafka> {
  const { port, controllerPort } = ports ?? { port: await freePort(), controllerPort: await freePort() };
  return startKafka({ dataDir: join(folder, 'kafka'), libDir: await kafkaJars(), port, controllerPort, heapMiB: 384 });
}

/** A temporary folder that the user postgres may enter. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'one-card-test-'));
  await chmod(folder, 0o755);
  return folder;
}

async function answersDocker(): Promise<boolean> {
  try {
    await run('docker', ['info', '--format', '{{.ServerVersion}}']);
    return true;
  } catch {
    return false;
  }
}

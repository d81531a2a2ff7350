import { isBrokerReady } from '@one-card/kafka';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { mustBeFree, run, startChild, stopChild, untilReady, type Log } from './child';

export interface KafkaOptions {
  dataDir: string;
  /** the broker's jars: see `kafkaJars` */
  libDir: string;
  port: number;
  controllerPort: number;
  log?: Log;
  heapMiB?: number;
}

export interface RunningKafka {
  brokers: string;
  pid: number;
  stop(): Promise<void>;
  /** ends it as a power cut would */
  kill(): Promise<void>;
}

const configuration = (): string => resolve('deploy/kafka');

/** A real Apache Kafka broker in KRaft mode, listening on the loopback only. Ready means that it also answers for groups. */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  for (const port of [options.port, options.controllerPort]) await mustBeFree(port, 'Kafka');
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const properties = join(dataDir, '..', `kafka-${String(options.port)}.properties`);
  await writeFile(properties, await filledIn({ ...options, dataDir }));
  const java = ['-cp', join(resolve(options.libDir), '*'), `-Dlog4j2.configurationFile=${join(configuration(), 'log4j2.properties')}`];
  if (!existsSync(join(dataDir, 'meta.properties'))) {
    await javaRun([...java, '-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', properties]);
  }
  // Two cores and short runs: the first compiler alone warms faster, the serial collector leaves more to the others.
  const machine = [
    `-Xms128m`,
    `-Xmx${String(options.heapMiB ?? 512)}m`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
  ];
  const child = startChild('java', [...machine, ...java, 'kafka.Kafka', properties], { log: options.log });
  const brokers = `127.0.0.1:${String(options.port)}`;
  await untilReady(child, 'Kafka', 90_000, () => isBrokerReady(brokers));
  return {
    brokers,
    pid: child.pid ?? 0,
    stop: () => stopChild(child, 'SIGTERM', 15_000),
    kill: () => stopChild(child, 'SIGKILL', 2_000),
  };
}

/** The broker's jars, resolved once by Maven from deploy/kafka/pom.xml and kept for the local run and the tests alike. */
export async function kafkaJars(log: Log = () => undefined): Promise<string> {
  const pom = join(configuration(), 'pom.xml');
  const version = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const home = resolve('node_modules/.cache/one-card');
  const libDir = join(home, `kafka-${version}`);
  if (existsSync(libDir)) return libDir;
  log('fetching Apache Kafka (about 45 MB, once)');
  await mkdir(home, { recursive: true });
  const half = join(home, `half-${randomUUID()}`);
  try {
    await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${half}`]);
    // Another process may have been faster: its folder is as good as ours.
    await rename(half, libDir).catch((error: unknown) => {
      if (!existsSync(libDir)) throw error;
    });
  } catch (error) {
    if (isMissing(error)) throw new Error('Maven is missing: install it (Debian: apt-get install maven) or set KAFKA_BROKERS', { cause: error });
    throw error;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return libDir;
}

async function filledIn(values: KafkaOptions): Promise<string> {
  const template = await readFile(join(configuration(), 'server.properties'), 'utf8');
  const known: Record<string, string> = { port: String(values.port), controllerPort: String(values.controllerPort), dataDir: values.dataDir };
  return template.replace(/\$\{(port|controllerPort|dataDir)\}/g, (whole, key: string) => known[key] ?? whole);
}

/** Kafka writes the 16 bytes of a UUID in base64url. */
const clusterId = (): string => Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url').replace(/^-/, 'A');

async function javaRun(args: readonly string[]): Promise<void> {
  try {
    await run('java', args);
  } catch (error) {
    if (isMissing(error)) throw new Error('Java 17 is missing: install it (Debian: apt-get install openjdk-17-jre-headless)', { cause: error });
    throw error;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

import { urlsOf } from '@one-card/database';
import { settingsOf } from './environment';
import { issuerEnv, treasuryEnv } from './helpers';
import { type Pair, type Secrets, type SecretSource } from './secrets';
import { bankKeysOf, defaultPorts, type ServiceRow, services, webs, type Wiring } from './services';

/** docker-compose.yml, from the same table of services as the local run, with variables in the place of secrets. */

type Resolver = (secrets: Secrets) => string | Promise<string>;

const PORT = 8080;
const how = 'write it with: node deploy/local/run.mjs docker-env';

/** Stands for every secret with `${NAME}`, and remembers how the real one is had. */
class Placeholders implements SecretSource {
  readonly resolvers = new Map<string, Resolver>();

  value(name: string): string {
    return this.of(name, (secrets) => secrets.value(name));
  }

  dataKeys(owner: string): string {
    return this.of(`${owner}/data-keys`, (secrets) => secrets.dataKeys(owner));
  }

  lookupKey(owner: string): string {
    return this.of(`${owner}/lookup-key`, (secrets) => secrets.lookupKey(owner));
  }

  signing(owner: string): Pair {
    return {
      publicKey: this.of(`${owner}/signing-public`, (secrets) => secrets.signing(owner).publicKey),
      privateKey: this.of(`${owner}/signing-private`, (secrets) => secrets.signing(owner).privateKey),
    };
  }

  async sealing(owner: string): Promise<Pair> {
    return {
      publicKey: this.of(`${owner}/sealing-public`, async (secrets) => (await secrets.sealing(owner)).publicKey),
      privateKey: this.of(`${owner}/sealing-private`, async (secrets) => (await secrets.sealing(owner)).privateKey),
    };
  }

  demoPassword(): string {
    return this.of('demo-password', (secrets) => secrets.demoPassword());
  }

  of(name: string, resolver: Resolver): string {
    const variable = name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    this.resolvers.set(variable, resolver);
    return `\${${variable}:?${how}}`;
  }
}

export interface ComposeService {
  readonly [key: string]: unknown;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, object>>;
}

const adminUrlOf = (password: string): string => `postgresql://postgres:${password}@postgres:5432/postgres`;
const adminPassword: Resolver = (secrets) => secrets.value('postgres/password');

const needs = (...names: [string, string][]) => Object.fromEntries(names.map(([name, condition]) => [name, { condition }]));
const built = { build: { context: '.', dockerfile: 'deploy/docker/Dockerfile' }, image: 'one-card', restart: 'unless-stopped' };

const healthcheck = {
  test: ['CMD', 'node', 'deploy/docker/healthy.mjs', String(PORT)],
  interval: '5s',
  timeout: '3s',
  retries: 24,
  start_period: '30s',
};

/** A web has files and nothing else. */
const webOf = (name: string): ComposeService => ({ ...built, command: [name], environment: { HOST: '0.0.0.0', PORT: String(PORT) }, healthcheck });

/** Its database, whose addresses hold passwords, and where it listens. */
function serviceOf(row: ServiceRow, settings: Record<string, string>, secrets: Placeholders): ComposeService {
  const url = async (real: Secrets) => urlsOf(adminUrlOf(await adminPassword(real)), row.database, row.name);
  const place = {
    HOST: '0.0.0.0',
    PORT: String(PORT),
    KAFKA_BROKERS: 'kafka:9092',
    DATABASE_URL: secrets.of(`${row.name}/database-url`, async (real) => (await url(real)).databaseUrl),
    MIGRATOR_DATABASE_URL: secrets.of(`${row.name}/migrator-database-url`, async (real) => (await url(real)).migratorUrl),
  };
  return {
    ...built,
    command: [row.name],
    environment: { ...place, ...settings },
    depends_on: needs(['prepare', 'service_completed_successfully']),
    healthcheck,
  };
}

function postgres(secrets: Placeholders): ComposeService {
  return {
    image: 'postgres:18',
    restart: 'unless-stopped',
    command: ['postgres', '-c', 'max_connections=200', '-c', 'timezone=UTC'],
    environment: { POSTGRES_PASSWORD: secrets.of('postgres/password', adminPassword) },
    volumes: ['postgres:/var/lib/postgresql'],
    healthcheck: { test: ['CMD', 'pg_isready', '-U', 'postgres', '-h', '127.0.0.1'], interval: '2s', timeout: '3s', retries: 30 },
  };
}

/** One node that is broker and controller, with the settings of deploy/kafka/server.properties. */
const kafka: ComposeService = {
  image: 'apache/kafka:4.1.1',
  restart: 'unless-stopped',
  environment: {
    CLUSTER_ID: 'b25lLWNhcmQtY29tcG9zZQ',
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka:9093',
    KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://kafka:9092',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_LOG_DIRS: '/var/lib/kafka/data',
  },
  volumes: ['kafka:/var/lib/kafka/data'],
  healthcheck: {
    test: ['CMD', '/opt/kafka/bin/kafka-broker-api-versions.sh', '--bootstrap-server', 'kafka:9092'],
    interval: '5s',
    timeout: '10s',
    retries: 24,
  },
};

/** The sign-in and the treasury of a trial; a deployment has its own. The issuer shares the gateway's network, so that browsers and gateway see one address. */
function helpers(wiring: Wiring): Record<string, ComposeService> {
  const issuer = { ...issuerEnv({ ...wiring, state: '/data' }), HOST: '0.0.0.0' };
  return {
    issuer: { ...built, command: ['local/issuer'], network_mode: 'service:gateway', environment: issuer, volumes: ['issuer:/data'] },
    treasury: { ...built, command: ['local/treasury'], environment: { ...treasuryEnv(wiring) }, volumes: ['treasury:/data/treasury'] },
  };
}

async function composed(): Promise<{ compose: Compose; secrets: Placeholders }> {
  const secrets = new Placeholders();
  const browser = (name: string): string => `http://127.0.0.1:${String(defaultPorts[name])}`;
  const url = (name: string): string => (name === 'gateway' || name === 'issuer' ? browser(name) : `http://${name}:${String(PORT)}`);
  const wiring: Wiring = { state: '/data', ports: { ...defaultPorts }, secrets, banks: await bankKeysOf(secrets), url };
  const all: Record<string, ComposeService> = { postgres: postgres(secrets), kafka };
  const admin = secrets.of('admin-database-url', async (real) => adminUrlOf(await adminPassword(real)));
  all.prepare = {
    ...built,
    restart: 'no',
    command: ['local/prepare'],
    environment: { ADMIN_DATABASE_URL: admin, KAFKA_BROKERS: 'kafka:9092' },
    depends_on: needs(['postgres', 'service_healthy'], ['kafka', 'service_healthy']),
  };
  for (const row of services) all[row.name] = serviceOf(row, await settingsOf(row, wiring), secrets);
  for (const name of webs) all[name] = webOf(name);
  all.gateway = { ...all.gateway, ports: ['127.0.0.1:8080:8080', '127.0.0.1:8120:8120'] };
  all['payment-orchestration'] = { ...all['payment-orchestration'], volumes: ['treasury:/data/treasury'] };
  Object.assign(all, helpers(wiring));
  return { compose: { services: all, volumes: { postgres: {}, kafka: {}, issuer: {}, treasury: {} } }, secrets };
}

export async function composeFile(): Promise<Compose> {
  return (await composed()).compose;
}

/** The variables that docker-compose.yml asks for, filled from a run's own secrets. */
export async function composeEnv(real: Secrets): Promise<string> {
  const { resolvers } = (await composed()).secrets;
  const lines = await Promise.all([...resolvers].map(async ([name, resolve]) => `${name}='${await resolve(real)}'`));
  return `${lines.sort().join('\n')}\n`;
}

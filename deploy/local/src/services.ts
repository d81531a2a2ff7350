import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pair, SecretSource } from './secrets';

export type Ports = Record<string, number>;

export const defaultPorts: Readonly<Ports> = {
  gateway: 8080,
  'policy-catalog': 8101,
  'recipient-registry': 8102,
  'eligibility-check': 8103,
  'payment-orchestration': 8104,
  'bank-gateway': 8105,
  disclosure: 8106,
  supervision: 8107,
  'bank-simulator': 8110,
  portal: 8111,
  console: 8112,
  issuer: 8120,
  postgres: 8132,
  kafka: 8192,
  'kafka-controller': 8193,
  control: 8199,
};

/** What access tokens for the API must name. */
export const AUDIENCE = 'urn:one-card:api';

/** The county of the local run: 鲁山县. */
export const COUNTY = '410423';

/** What a row of the table may draw on. */
export interface Wiring {
  readonly state: string;
  readonly ports: Ports;
  readonly secrets: SecretSource;
  readonly banks: ReadonlyMap<string, BankKeys>;
  /** address of a service, without a path */
  url(name: string): string;
}

export interface ServiceRow {
  readonly name: string;
  /** Its database; the bank is on its own. */
  readonly database: string;
  /** Keys of the platform that it has no use for. */
  readonly without?: readonly string[];
  /** What its own configuration needs beyond the keys that every service has. */
  readonly env: (wiring: Wiring) => Record<string, string>;
}

/** Every service of the county has its own schema in it. */
export const COUNTY_DATABASE = 'onecard';
const sealingKeys = ['SEALING_PRIVATE_KEY', 'SEALING_PUBLIC_KEYS'];

/** Every service with its own variables. The keys of the platform (database, Kafka, sealing, port …) are added in environment.ts. */
export const services: readonly ServiceRow[] = [
  { name: 'policy-catalog', database: COUNTY_DATABASE, env: () => ({ CLOCK_ADVANCE_ALLOWED: 'true' }) },
  { name: 'recipient-registry', database: COUNTY_DATABASE, env: () => ({}) },
  { name: 'eligibility-check', database: COUNTY_DATABASE, env: () => ({}) },
  {
    name: 'payment-orchestration',
    database: COUNTY_DATABASE,
    env: ({ state }) => ({ TREASURY_OUT: join(state, 'treasury', 'out'), TREASURY_IN: join(state, 'treasury', 'in') }),
  },
  { name: 'bank-gateway', database: COUNTY_DATABASE, env: (wiring) => bankGatewayEnv(wiring) },
  { name: 'disclosure', database: COUNTY_DATABASE, env: () => ({}) },
  { name: 'supervision', database: COUNTY_DATABASE, env: () => ({}) },
  { name: 'bank-simulator', database: 'bank_simulator', without: sealingKeys, env: (wiring) => bankSimulatorEnv(wiring) },
  {
    name: 'gateway',
    database: COUNTY_DATABASE,
    without: [...sealingKeys, 'STATEMENT_PUBLIC_KEY', 'DATA_KEYS', 'LOOKUP_KEY'],
    env: (wiring) => gatewayEnv(wiring),
  },
];

/** The webs: files behind the gateway, with no database, no Kafka and no keys. */
export const webs = ['portal', 'console'] as const;

/** Every bank of the county is played by the one simulator, with keys of its own. */
function bankGatewayEnv({ url, secrets, banks }: Wiring): Record<string, string> {
  const perBank = (valueOf: (keys: BankKeys) => unknown): string => {
    return JSON.stringify(Object.fromEntries([...banks].map(([code, keys]) => [code, valueOf(keys)])));
  };
  return {
    BANK_URLS: perBank(() => `${url('bank-simulator')}/api/bank-simulator`),
    BANK_KEYS: perBank(({ sealing, signing }) => ({ sealing: sealing.publicKey, verify: signing.publicKey })),
    BANK_SIGNING_KEY: secrets.signing('bank-gateway').privateKey,
  };
}

function bankSimulatorEnv({ url, secrets, banks }: Wiring): Record<string, string> {
  const keys = [...banks].map(([code, { sealing, signing }]) => [code, { sealing: sealing.privateKey, signing: signing.privateKey }]);
  return {
    BANK_SIM_KEYS: JSON.stringify({ banks: Object.fromEntries(keys), gateway: secrets.signing('bank-gateway').publicKey }),
    BANK_GATEWAY_URL: `${url('bank-gateway')}/api/bank-gateway`,
  };
}

export interface BankKeys {
  readonly sealing: Pair;
  readonly signing: Pair;
}

/** The keys of every bank that the county has an agreement with. */
export async function bankKeysOf(secrets: SecretSource): Promise<Map<string, BankKeys>> {
  const keys = new Map<string, BankKeys>();
  for (const code of bankCodes()) keys.set(code, { sealing: await secrets.sealing(`bank/${code}`), signing: secrets.signing(`bank/${code}`) });
  return keys;
}

function bankCodes(): string[] {
  const [, ...rows] = readFileSync('services/bank-gateway/data/banks.tsv', 'utf8').trim().split('\n');
  return rows.map((row) => row.split('\t')[0] ?? '');
}

function gatewayEnv({ url, secrets }: Wiring): Record<string, string> {
  const others = services.filter(({ name }) => name !== 'gateway' && name !== 'bank-simulator');
  return {
    STATEMENT_PRIVATE_KEY: secrets.signing('gateway').privateKey,
    SERVICE_URLS: JSON.stringify(Object.fromEntries(others.map(({ name }) => [name, url(name)]))),
    WEB_URLS: JSON.stringify(Object.fromEntries(webs.map((name) => [name, url(name)]))),
    PUBLIC_URL: url('gateway'),
    OIDC_ISSUER: url('issuer'),
    OIDC_CLIENT_ID: 'gateway',
    OIDC_CLIENT_SECRET: secrets.value('client/gateway'),
    API_AUDIENCE: AUDIENCE,
    SESSION_SECRET: secrets.value('gateway/session'),
    SEED_PERSONS: join('deploy', 'local', 'persons.json'),
  };
}

/** Which services read sealed blocks: everybody may seal for them, only they can open. */
export const readers = ['recipient-registry', 'eligibility-check', 'payment-orchestration', 'bank-gateway', 'disclosure'];

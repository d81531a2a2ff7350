import { join } from 'node:path';
import type { Secrets } from './secrets';

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
  readonly secrets: Secrets;
  /** address of a service, without a path */
  url(name: string): string;
}

export interface ServiceRow {
  readonly name: string;
  /** Its database; the bank is on its own. */
  readonly database: string;
  /** Holds nothing sealed: it gets no keys for that. */
  readonly sealsNothing?: boolean;
  /** What its own configuration needs beyond the keys that every service has. */
  readonly env: (wiring: Wiring) => Record<string, string>;
}

const county = 'onecard';

/** Every service with its own variables. The keys of the platform (database, Kafka, sealing, port …) are added in environment.ts. */
export const services: readonly ServiceRow[] = [
  { name: 'policy-catalog', database: county, env: () => ({ CLOCK_MAY_ADVANCE: 'true' }) },
  { name: 'recipient-registry', database: county, env: () => ({}) },
  { name: 'eligibility-check', database: county, env: () => ({}) },
  {
    name: 'payment-orchestration',
    database: county,
    env: ({ state }) => ({ TREASURY_OUT: join(state, 'treasury', 'out'), TREASURY_IN: join(state, 'treasury', 'in') }),
  },
  {
    name: 'bank-gateway',
    database: county,
    env: ({ url, secrets }) => ({
      BANK_URLS: JSON.stringify(Object.fromEntries(banks.map((code) => [code, url('bank-simulator')]))),
      SIGNING_PRIVATE_KEY: secrets.signing('bank-gateway').privateKey,
      BANK_PUBLIC_KEY: secrets.signing('bank-simulator').publicKey,
    }),
  },
  { name: 'disclosure', database: county, env: () => ({}) },
  { name: 'supervision', database: county, env: () => ({}) },
  {
    name: 'bank-simulator',
    database: 'bank_simulator',
    env: ({ url, secrets }) => ({
      BANK_GATEWAY_CALLBACK_URL: `${url('bank-gateway')}/api/bank-gateway/answers`,
      SIGNING_PRIVATE_KEY: secrets.signing('bank-simulator').privateKey,
      BANK_GATEWAY_PUBLIC_KEY: secrets.signing('bank-gateway').publicKey,
    }),
  },
  { name: 'gateway', database: county, sealsNothing: true, env: (wiring) => gatewayEnv(wiring) },
];

const banks = ['ABC', 'RCC', 'PSBC'];

function gatewayEnv({ url, secrets }: Wiring): Record<string, string> {
  const others = services.filter(({ name }) => name !== 'gateway' && name !== 'bank-simulator');
  return {
    STATEMENT_PRIVATE_KEY: secrets.signing('gateway').privateKey,
    SERVICE_URLS: JSON.stringify(Object.fromEntries(others.map(({ name }) => [name, url(name)]))),
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

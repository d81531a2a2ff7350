import { join } from 'node:path';
import { systemLogins } from './persons';
import { AUDIENCE, type Wiring } from './services';

export function issuerEnv({ state, ports, secrets, url }: Wiring): Record<string, string> {
  return {
    PORT: String(ports.issuer),
    ISSUER_URL: url('issuer'),
    AUDIENCE,
    GATEWAY_URL: url('gateway'),
    GATEWAY_SECRET: secrets.value('client/gateway'),
    SYSTEM_SECRETS: JSON.stringify(Object.fromEntries(systemLogins.map((name) => [name, secrets.value(`client/${name}`)]))),
    PERSONS: join('deploy', 'local', 'persons.json'),
    DEMO_PASSWORD: secrets.demoPassword(),
    COOKIE_KEY: secrets.value('issuer/cookies'),
    KEYS_FILE: join(state, 'issuer-keys.json'),
  };
}

export function treasuryEnv({ state, url }: Wiring): Record<string, string> {
  return { TREASURY: join(state, 'treasury'), BANK_URL: `${url('bank-simulator')}/api/bank-simulator` };
}

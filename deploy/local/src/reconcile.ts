import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Secrets } from './secrets';
import { statusIn } from './status';

/** Where the platform of this folder answers, and how to sign in at it; nothing when none was ever started here. */
export async function reconcileEnv(state: string): Promise<NodeJS.ProcessEnv> {
  const { ACCESS_TOKEN } = process.env;
  if (!existsSync(join(state, 'status.json'))) return { ACCESS_TOKEN };
  const { urls } = await statusIn(state);
  const secrets = await Secrets.open(join(state, 'secrets.json'));
  return {
    ACCESS_TOKEN,
    GATEWAY_URL: urls.gateway,
    BANK_SIMULATOR_URL: urls.bankSimulator,
    PERSONS: join('deploy', 'local', 'persons.json'),
    DEMO_PASSWORD: secrets.demoPassword(),
  };
}

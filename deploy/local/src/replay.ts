import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statusIn } from './status';
import { Trouble } from './trouble';

/** Where the platform of this folder runs, and the way into its tables: a replay compares every row. */
export async function replayEnv(state: string): Promise<NodeJS.ProcessEnv> {
  const { urls, processes, ready } = await statusIn(state);
  if (!ready) throw new Trouble(`No platform runs in ${state}: finish a run first, without --exit.`);
  const password = (await readFile(join(state, 'postgres.password'), 'utf8')).trim();
  return {
    CONTROL_URL: urls.control,
    KAFKA_BROKERS: urls.kafka,
    ADMIN_URL: `postgresql://postgres:${password}@127.0.0.1:${String(processes.postgres?.port)}/postgres`,
  };
}

import { kafkaJars, startKafka, startPostgres } from '@one-card/testing/servers';
import { join } from 'node:path';
import type { Say } from './part';
import { needJava, needMaven } from './preflight';
import { Server } from './server';
import type { Wiring } from './services';

/** What `--profile` wants to know: every statement, how often and how long. */
const COUNTING = { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.max': '5000', track_io_timing: 'on' };

export interface PostgresWish {
  readonly counting: boolean;
  readonly started: (adminUrl: string) => void;
}

export function postgresPart({ state, ports }: Wiring, log: string, say: Say, { counting, started }: PostgresWish): Server {
  const port = ports.postgres ?? 0;
  const start = async (write: (line: string) => void) => {
    const running = await startPostgres({ dataDir: join(state, 'postgres'), port, log: write, ...(counting ? { settings: COUNTING } : {}) });
    started(running.adminUrl);
    return running;
  };
  return new Server({ name: 'postgres', port, log, family: true, start, say });
}

export function kafkaPart({ state, ports }: Wiring, log: string, say: Say): Server {
  const [port, controllerPort] = [ports.kafka ?? 0, ports['kafka-controller'] ?? 0];
  const start = async (write: (line: string) => void) => {
    needJava(say);
    return startKafka({ dataDir: join(state, 'kafka'), libDir: await jars(say), port, controllerPort, log: write });
  };
  return new Server({ name: 'kafka', port, log, start, say });
}

async function jars(say: Say): Promise<string> {
  try {
    return await kafkaJars(say);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Maven is missing')) throw error;
    needMaven(say);
    return kafkaJars(say);
  }
}

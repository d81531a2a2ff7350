import { groupLag } from '@one-card/kafka';
import { Client } from 'pg';
import type { Servers } from './environment';
import { pause } from './part';
import { COUNTY_DATABASE, type ServiceRow } from './services';
import { Trouble } from './trouble';

const LIMIT_MS = 60_000;

/** Waits until what the services said at their start (divisions, policies, calendars, posts) has been heard by all of them. */
export async function untilSettled(rows: readonly ServiceRow[], { adminUrl, brokers }: Servers): Promise<void> {
  const services = rows.filter(({ database: name }) => name === COUNTY_DATABASE).map(({ name }) => name);
  const database = new Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: `/${COUNTY_DATABASE}` }).href });
  await database.connect();
  try {
    const limit = Date.now() + LIMIT_MS;
    while ((await unsent(database, services)) > 0 || (await unheard(services, brokers)) > 0) {
      if (Date.now() > limit) throw new Trouble('The services do not hear one another: look into the logs of those that read from Kafka.');
      await pause(100);
    }
  } finally {
    await database.end();
  }
}

async function unsent(database: Client, services: readonly string[]): Promise<number> {
  const counts = services.map((name) => `SELECT count(*) AS n FROM ${name.replaceAll('-', '_')}.outbox`);
  const { rows } = await database.query<{ n: string }>(`SELECT sum(n) AS n FROM (${counts.join(' UNION ALL ')}) AS each`);
  return Number(rows[0]?.n ?? 0);
}

async function unheard(services: readonly string[], brokers: string): Promise<number> {
  const lags = await Promise.all(services.map((group) => groupLag(brokers, group)));
  return lags.reduce((sum, { lag }) => sum + lag, 0);
}

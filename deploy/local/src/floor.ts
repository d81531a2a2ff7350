import { Client } from 'pg';
import { services } from './services';

/** The database that the bench writes its floor to, beside the one that it measures. */
const floorOf = (database: string): string => `${database}_floor`;

/** The services' tables as their migrations leave them, empty, in databases of their own: same constraints, same indexes. */
export async function cloneEmpty(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const name of new Set(services.map(({ database }) => database))) await admin.query(`CREATE DATABASE ${floorOf(name)} TEMPLATE ${name}`);
  } finally {
    await admin.end();
  }
}

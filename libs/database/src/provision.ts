import { createHmac } from 'node:crypto';
import { Client } from 'pg';
import { literal, namesOf, quoted } from './names';

export interface ServiceUrls {
  /** for the running service: may read and write rows, not alter tables */
  databaseUrl: string;
  /** for its migrations */
  migratorUrl: string;
}

/**
 * Makes the database, the schema and the two roles of a service, as often as called. Passwords follow from the administrator's own, so that
 * every process that may provision comes to the same ones and none need be kept.
 */
export async function provision(adminUrl: string, database: string, service: string): Promise<ServiceUrls> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // Roles belong to the whole server: two that provision at once would trip over each other's catalogue rows.
    await admin.query(`SELECT pg_advisory_lock(hashtextextended('one-card provision', 0))`);
    await makeRoles(admin, adminUrl, service);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${quoted(database)}`);
    await makeSchema(adminUrl, database, service);
  } finally {
    await admin.end();
  }
  return urlsOf(adminUrl, database, service);
}

/** The connection strings of a service that has been provisioned. */
export function urlsOf(adminUrl: string, database: string, service: string): ServiceUrls {
  const { app, migrator } = namesOf(service);
  return { databaseUrl: urlFor(adminUrl, database, app), migratorUrl: urlFor(adminUrl, database, migrator) };
}

function urlFor(adminUrl: string, database: string, role: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = passwordOf(adminUrl, role);
  return url.href;
}

const passwordOf = (adminUrl: string, role: string): string =>
  createHmac('sha256', new URL(adminUrl).password).update(role).digest('hex').slice(0, 32);

async function makeRoles(admin: Client, adminUrl: string, service: string): Promise<void> {
  const { schema, app, migrator } = namesOf(service);
  for (const role of [app, migrator]) {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) await admin.query(`CREATE ROLE ${quoted(role)} LOGIN`);
    await admin.query(`ALTER ROLE ${quoted(role)} PASSWORD ${literal(passwordOf(adminUrl, role))}`);
    await admin.query(`ALTER ROLE ${quoted(role)} SET search_path = ${quoted(schema)}`);
  }
  await admin.query(`GRANT ${quoted(migrator)} TO CURRENT_USER`);
}

async function makeSchema(adminUrl: string, database: string, service: string): Promise<void> {
  const { schema, app, migrator } = namesOf(service);
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    const inSchema = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoted(migrator)} IN SCHEMA ${quoted(schema)}`;
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS ${quoted(schema)} AUTHORIZATION ${quoted(migrator)};
      REVOKE ALL ON SCHEMA public FROM PUBLIC;
      GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(app)};
      ${inSchema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${quoted(app)};
      ${inSchema} GRANT USAGE, SELECT ON SEQUENCES TO ${quoted(app)};
      ${inSchema} GRANT EXECUTE ON FUNCTIONS TO ${quoted(app)};`);
  } finally {
    await client.end();
  }
}

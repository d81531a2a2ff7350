import { type Migration, provision, runMigrations, type ServiceUrls, urlsOf } from '@one-card/database';
import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase extends ServiceUrls {
  name: string;
  drop(): Promise<void>;
}

export function sharedPostgres(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('TEST_POSTGRES_URL is missing: this test belongs to the jest project "service"');
  return url;
}

export function sharedKafka(): string {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  if (!brokers) throw new Error('TEST_KAFKA_BROKERS is missing: this test belongs to the jest project "service"');
  return brokers;
}

/** A database of the suite's own, cloned in a blink from one that has run these migrations. */
export async function clonedDatabase(service: string, migrations: readonly Migration[], adminUrl = sharedPostgres()): Promise<TestDatabase> {
  const template = `template_${service.replaceAll('-', '_')}_${hashOf(migrations)}`;
  const name = `test_${service.replaceAll('-', '_')}_${randomBytes(5).toString('hex')}`;
  await asAdmin(adminUrl, async (admin) => {
    // Suites in other processes want the same template at the same time.
    await admin.query(`SELECT pg_advisory_lock(hashtextextended('one-card template', 0))`);
    await makeTemplate(admin, adminUrl, template, service, migrations);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const drop = (): Promise<void> => asAdmin(adminUrl, async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));
  return { name, drop, ...urlsOf(adminUrl, name, service) };
}

async function makeTemplate(admin: Client, adminUrl: string, template: string, service: string, migrations: readonly Migration[]): Promise<void> {
  const { rows } = await admin.query<{ datistemplate: boolean }>('SELECT datistemplate FROM pg_database WHERE datname = $1', [template]);
  if (rows[0]?.datistemplate === true) return;
  await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  const { migratorUrl } = await provision(adminUrl, template, service);
  await runMigrations(migratorUrl, migrations);
  await admin.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
}

const hashOf = (migrations: readonly Migration[]): string =>
  createHash('sha256')
    .update(migrations.map((migration) => `${migration.name}${String(migration)}`).join('\n'))
    .digest('hex')
    .slice(0, 12);

async function asAdmin<T>(adminUrl: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

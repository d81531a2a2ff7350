import { databaseMigrations, type Migration } from '@one-card/database';
import { kafkaMigrations } from '@one-card/kafka';
import { serviceMigrations } from './migrations';

/** What ServiceModule was told of each service in this process, for those who act before there is an application. */
const registered = new Map<string, readonly Migration[]>();

export function register(service: string, migrations: readonly Migration[]): void {
  registered.set(service, migrations);
}

/** The tables of the libraries first, then the service's own. */
export function migrationsOf(service: string): Migration[] {
  const own = registered.get(service);
  if (own === undefined) throw new Error(`${service} has no ServiceModule.forService({ name: '${service}' }).`);
  return [...databaseMigrations, ...kafkaMigrations, ...serviceMigrations, ...own];
}

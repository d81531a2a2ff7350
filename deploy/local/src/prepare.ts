import { provision } from '@one-card/database';
import { prepareTopics } from './topics';
import { services } from './services';

/** For Docker: what has to be there before services start. Databases, schemas, roles and topics; the services make their own tables. */
async function run(): Promise<void> {
  const { ADMIN_DATABASE_URL: adminUrl, KAFKA_BROKERS: brokers } = process.env;
  if (!adminUrl || !brokers) throw new Error('ADMIN_DATABASE_URL and KAFKA_BROKERS are needed.');
  for (const { name, database } of services) await provision(adminUrl, database, name);
  await prepareTopics(brokers, services);
}

run().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

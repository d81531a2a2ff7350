import { testServers } from './test-servers';

/** Once before all suites; workers inherit the environment. */
export default async function setUp(): Promise<void> {
  const servers = await testServers();
  process.env['TEST_POSTGRES_URL'] = servers.postgresUrl;
  process.env['TEST_KAFKA_BROKERS'] = servers.kafkaBrokers;
  Reflect.set(globalThis, Symbol.for('one-card:test-servers'), servers);
}

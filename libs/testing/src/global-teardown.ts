import type { TestServers } from './test-servers';

export default async function tearDown(): Promise<void> {
  const servers = Reflect.get(globalThis, Symbol.for('one-card:test-servers')) as TestServers | undefined;
  await servers?.stop();
}

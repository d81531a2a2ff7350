import { flowState, run } from './flow-setup';

/** Stops the platform that all flow suites shared. Its logs stay, for whoever looks why a suite failed. */
export default async function tearDown(): Promise<void> {
  await run('stop', '--state', flowState);
}

import { flowState, run } from './flow-setup';

/** Stops the platform that all flow suites shared. Its logs stay, for whoever looks why a suite failed. */
export default async function tearDown(): Promise<void> {
  if (process.env.ONE_CARD_STATE === flowState) await run('stop', '--state', flowState);
}

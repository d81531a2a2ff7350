export { isBrokerReady } from './ready';

import type { Place } from './context';

/** What the launcher tells those that it starts. */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start this through npm run`);
  return value;
}

export const place = (): Place => ({
  gatewayUrl: environment('GATEWAY_URL'),
  bankSimulatorUrl: environment('BANK_SIMULATOR_URL'),
  controlUrl: environment('CONTROL_URL'),
  kafkaBrokers: environment('KAFKA_BROKERS'),
  state: environment('STATE'),
});

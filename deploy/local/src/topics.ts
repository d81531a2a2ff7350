import { allEvents } from '@one-card/contracts';
import { createTopics, dlqOf } from '@one-card/kafka';
import type { ServiceRow } from './services';

/** Every topic of the contracts, and one for the dead letters of each service. */
export async function prepareTopics(brokers: string, rows: readonly ServiceRow[]): Promise<void> {
  const deadLetters = rows.map(({ name }) => ({ type: dlqOf(name), kind: 'record' as const }));
  await createTopics(brokers, '', [...allEvents(), ...deadLetters]);
}

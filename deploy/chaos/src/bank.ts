import type { bankSimulatorApi } from '@one-card/contracts';
import type { z } from 'zod';

type Behaviour = z.output<typeof bankSimulatorApi.behaviour>;

/** A bank that does the work and cuts the line, answers late, twice, in parts and in another order, or only when asked. */
export const misbehaviour = (seed: number): Behaviour => ({
  seed,
  answerDelayMs: 1_500,
  timeOutAfterWork: 0.15,
  refuse: 0,
  answerTwice: 0.25,
  answerParts: 4,
  shuffleParts: true,
  silent: 0.05,
  down: false,
  refund: true,
});

export async function misbehave(bankUrl: string, seed: number): Promise<void> {
  const response = await fetch(new URL('/api/bank-simulator/behaviour', bankUrl), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(misbehaviour(seed)),
  });
  if (!response.ok) throw new Error(`the bank does not misbehave: ${String(response.status)} ${await response.text()}`);
}

import { allEvents, senderOf } from '@one-card/contracts';
import { Envelopes, envelopesFrom, generateDataKey, generateSealingPair, type SealingPair } from '@one-card/sealing';
import { generateKeyPairSync } from 'node:crypto';

/** The keys of a deployment, made anew for a suite. */
export interface TestKeys {
  statement: { publicKey: string; privateKey: string };
  dataKeys: string;
  lookupKey: string;
  sealing: ReadonlyMap<string, SealingPair>;
}

export async function testKeys(service: string): Promise<TestKeys> {
  const statement = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const named = allEvents().flatMap((event) => [senderOf(event), ...event.readBy]);
  // the clock is read by `every service`, which is nobody's name
  const readers = new Set([service, ...named.filter((name) => !name.includes(' '))]);
  const sealing = new Map<string, SealingPair>();
  for (const reader of readers) sealing.set(reader, await generateSealingPair());
  return { statement, dataKeys: `k1:${generateDataKey()}`, lookupKey: generateDataKey(), sealing };
}

export const publicKeysOf = (keys: TestKeys): string => [...keys.sealing].map(([reader, { publicKey }]) => `${reader}:${publicKey}`).join(',');

/** Seals and opens as another service does. */
export function envelopesOf(keys: TestKeys, service: string): Envelopes {
  const own = keys.sealing.get(service);
  if (!own) throw new Error(`no event is sent or read by ${service}`);
  return envelopesFrom({ publicKeys: publicKeysOf(keys), privateKey: own.privateKey });
}

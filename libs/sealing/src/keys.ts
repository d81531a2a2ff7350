import { randomBytes } from 'node:crypto';
import { suite } from './suite';

/** A key that is missing, wrong or does not open what it should. The message never contains a key or a plain text. */
export class SealingError extends Error {
  override readonly name = 'SealingError';
}

export const KEY_BYTES = 32;

/** Keys by id. New bytes are sealed with the first; the others only open what was sealed before they were replaced. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

const keyId = /^[a-z0-9][a-z0-9-]{0,30}$/;

/** Base64 that decodes to exactly 32 bytes. Node's decoder skips what it does not know, so the text is compared with its own decoding. */
export function parseKey(text: string, variable: string): Buffer {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  if (trimmed === '') throw new SealingError(`${variable} is empty: it takes a key of ${KEY_BYTES} bytes in base64.`);
  if (bytes.toString('base64').replace(/=+$/, '') !== trimmed.replace(/=+$/, ''))
    throw new SealingError(`${variable} holds a key that is not base64.`);
  if (bytes.length !== KEY_BYTES) throw new SealingError(`${variable} holds a key of ${bytes.length} bytes, but ${KEY_BYTES} are needed.`);
  return bytes;
}

/** `name:base64,name:base64` in order. */
export function parseNamedKeys(text: string, variable: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(',')) {
    const colon = entry.indexOf(':');
    const id = entry.slice(0, colon).trim();
    if (colon < 0 || !keyId.test(id)) throw new SealingError(`${variable} must be a list like "k2:base64,k1:base64".`);
    if (keys.has(id)) throw new SealingError(`${variable} names the key ${id} twice.`);
    keys.set(id, parseKey(entry.slice(colon + 1), variable));
  }
  return keys;
}

/** Reads `k2:base64,k1:base64`: the first is the current key, the others still open what they sealed. */
export function parseKeyRing(text: string, variable: string): KeyRing {
  const keys = parseNamedKeys(text, variable);
  const [current] = keys.keys();
  if (current === undefined) throw new SealingError(`${variable} holds no key.`);
  return { current, keys };
}

/** A new key for `DATA_KEYS` or `LOOKUP_KEY`. */
export function generateDataKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

export interface SealingPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A new pair for one reader of sealed blocks: the public key goes to those who seal for it, the private key only to the reader. */
export async function generateSealingPair(): Promise<SealingPair> {
  const pair = await suite.kem.generateKeyPair();
  return {
    publicKey: Buffer.from(await suite.kem.serializePublicKey(pair.publicKey)).toString('base64'),
    privateKey: Buffer.from(await suite.kem.serializePrivateKey(pair.privateKey)).toString('base64'),
  };
}

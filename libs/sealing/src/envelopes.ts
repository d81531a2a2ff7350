import { createHash, createPrivateKey, createPublicKey, type webcrypto } from 'node:crypto';
import { parseKey, parseNamedKeys, SealingError } from './keys';
import { suite } from './suite';

const VERSION = 1;
const KEY_ID_BYTES = 4;
const ENCAPSULATED_BYTES = 32;
const HEADER_BYTES = 1 + KEY_ID_BYTES + ENCAPSULATED_BYTES;
/** Keeps a block from being taken for something else that HPKE sealed to the same key. */
const info = new TextEncoder().encode('one-card.block.v1').buffer;

export interface EnvelopeKeys {
  /** Public keys of the readers this service seals for. */
  readonly readers: ReadonlyMap<string, Buffer>;
  /** This service's own private keys: the current one first, then those that it replaced. */
  readonly own: readonly Buffer[];
}

/**
 * Blocks that travel through others sealed for one reader (HPKE, RFC 9180), bound to their chunk: a block moved to another chunk does not
 * open. A block is `version | first bytes of SHA-256 of the reader's public key | encapsulated key | cipher text`.
 */
export class Envelopes {
  private readonly readerKeys = new Map<string, Promise<webcrypto.CryptoKey>>();
  /** Private keys by the id that stands in a block. */
  private readonly ownKeys: ReadonlyMap<string, Buffer>;
  private readonly importedKeys = new Map<string, Promise<webcrypto.CryptoKey>>();

  constructor(private readonly keys: EnvelopeKeys) {
    this.ownKeys = new Map(keys.own.map((raw) => [idOf(publicKeyOf(raw)).toString('hex'), raw]));
  }

  async sealFor(reader: string, chunkId: string, plain: Buffer): Promise<Buffer> {
    const publicKey = this.keys.readers.get(reader);
    if (publicKey === undefined) throw new SealingError(`SEALING_PUBLIC_KEYS holds no key of the reader ${reader}.`);
    const recipientPublicKey = await this.readerKey(reader, publicKey);
    const { ct, enc } = await suite.seal({ recipientPublicKey, info }, bytesOf(plain), textBytes(chunkId));
    return Buffer.concat([Buffer.from([VERSION]), idOf(publicKey), Buffer.from(enc), Buffer.from(ct)]);
  }

  async open(chunkId: string, block: Buffer): Promise<Buffer> {
    if (block[0] !== VERSION || block.length < HEADER_BYTES) throw new SealingError('These bytes are not a sealed block.');
    const id = block.subarray(1, 1 + KEY_ID_BYTES).toString('hex');
    const recipientKey = await this.ownKey(id);
    const enc = bytesOf(block.subarray(1 + KEY_ID_BYTES, HEADER_BYTES));
    try {
      const plain = await suite.open({ recipientKey, enc, info }, bytesOf(block.subarray(HEADER_BYTES)), textBytes(chunkId));
      return Buffer.from(plain);
    } catch {
      throw new SealingError(`A block does not open for chunk ${chunkId}: it belongs to another chunk or its bytes were altered.`);
    }
  }

  private readerKey(reader: string, publicKey: Buffer): Promise<webcrypto.CryptoKey> {
    const key = this.readerKeys.get(reader) ?? suite.kem.deserializePublicKey(bytesOf(publicKey));
    this.readerKeys.set(reader, key);
    return key;
  }

  private ownKey(id: string): Promise<webcrypto.CryptoKey> {
    const raw = this.ownKeys.get(id);
    if (raw === undefined) throw new SealingError('This block is sealed for another reader, or for a key that SEALING_PRIVATE_KEY no longer holds.');
    const key = this.importedKeys.get(id) ?? suite.kem.deserializePrivateKey(bytesOf(raw));
    this.importedKeys.set(id, key);
    return key;
  }
}

/** PKCS #8 (RFC 8410) around the 32 raw bytes, for Node to derive the public key. */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

function publicKeyOf(raw: Buffer): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, raw]), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

function idOf(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, KEY_ID_BYTES);
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(buffer.length);
  new Uint8Array(copy).set(buffer);
  return copy;
}

function textBytes(text: string): ArrayBuffer {
  return bytesOf(Buffer.from(text, 'utf8'));
}

/** The envelopes of a service from its environment; either may be absent in a service that only seals or only opens. */
export function envelopesFrom(env: { publicKeys?: string; privateKey?: string }): Envelopes {
  const readers = env.publicKeys ? parseNamedKeys(env.publicKeys, 'SEALING_PUBLIC_KEYS') : new Map<string, Buffer>();
  const own = env.privateKey ? env.privateKey.split(',').map((key) => parseKey(key, 'SEALING_PRIVATE_KEY')) : [];
  return new Envelopes({ readers, own });
}

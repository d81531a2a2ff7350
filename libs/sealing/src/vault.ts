import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { type KeyRing, parseKey, parseKeyRing, SealingError } from './keys';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HASH_BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const MOST_UTF8_BYTES = 3;
const LOOKUP_ROOM = 1024;

/**
 * Seals a service's own fields at rest with AES-256-GCM.
 *
 * Sealed bytes are `version | length of key id | key id | nonce | cipher text | tag`; all before the nonce is authenticated too.
 * Nonces are random, so a key must be replaced long before 2^32 seals (NIST SP 800-38D 8.3).
 */
export class Vault {
  private readonly header: Buffer;
  private readonly currentKey: Buffer;
  private readonly innerPad: Buffer;
  private readonly room: Buffer;
  private readonly outerRoom: Buffer;

  constructor(
    private readonly ring: KeyRing,
    lookupKey: Buffer,
  ) {
    this.innerPad = padOf(lookupKey, 0x36);
    this.room = Buffer.concat([this.innerPad, Buffer.alloc(LOOKUP_ROOM)]);
    this.outerRoom = Buffer.concat([padOf(lookupKey, 0x5c), Buffer.alloc(HASH_BYTES)]);
    this.header = headerOf(ring.current);
    this.currentKey = this.keyOf(ring.current);
  }

  seal(plain: string | Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.currentKey, nonce).setAAD(this.header);
    const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
    cipher.final();
    return Buffer.concat([this.header, nonce, body, cipher.getAuthTag()]);
  }

  open(sealed: Buffer): Buffer {
    const id = keyIdOf(sealed);
    const start = 2 + id.length;
    const end = sealed.length - TAG_BYTES;
    if (end < start + NONCE_BYTES) throw new SealingError('Sealed bytes are cut short.');
    const decipher = createDecipheriv('aes-256-gcm', this.keyOf(id), sealed.subarray(start, start + NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(sealed.subarray(0, start)).setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(start + NONCE_BYTES, end));
    try {
      decipher.final();
    } catch {
      throw new SealingError(`Sealed bytes do not open with the data key ${id}: the key is another one or the bytes were altered.`);
    }
    return plain;
  }

  openText(sealed: Buffer): string {
    return this.open(sealed).toString('utf8');
  }

  /** Sealed with another key than the current one: to be sealed again when keys are rotated. */
  isOutdated(sealed: Buffer): boolean {
    return keyIdOf(sealed) !== this.ring.current;
  }

  /**
   * A keyed hash (32 bytes) by which an equal value is found again without opening anything. The kind keeps an identity number from
   * having the hash of an equal account number. This key cannot be rotated without hashing every value anew.
   *
   * HMAC-SHA-256 (RFC 2104) by two hashes at one go each: an Hmac object takes twice the time, and millions of values come here.
   */
  lookup(kind: string, value: string): Buffer {
    const text = `${kind.length}:${kind}:${value}`;
    // Written behind the pads in room that is used again and again: buffers of one value each cost more than hashing it.
    if (text.length * MOST_UTF8_BYTES > LOOKUP_ROOM) return this.outer(hash('sha256', Buffer.concat([this.innerPad, Buffer.from(text)])));
    const end = HASH_BLOCK_BYTES + this.room.write(text, HASH_BLOCK_BYTES, 'utf8');
    return this.outer(hash('sha256', this.room.subarray(0, end)));
  }

  private outer(innerHex: string): Buffer {
    this.outerRoom.write(innerHex, HASH_BLOCK_BYTES, 'hex');
    return hash('sha256', this.outerRoom, 'buffer');
  }

  private keyOf(id: string): Buffer {
    const key = this.ring.keys.get(id);
    if (key === undefined) throw new SealingError(`Sealed bytes need the data key ${id}, which DATA_KEYS does not hold.`);
    return key;
  }
}

/** A key of at most one block of the hash, which ours is. */
function padOf(key: Buffer, byte: number): Buffer {
  const pad = Buffer.alloc(HASH_BLOCK_BYTES, byte);
  key.forEach((part, at) => (pad[at] = part ^ byte));
  return pad;
}

function headerOf(id: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION, id.length]), Buffer.from(id, 'latin1')]);
}

function keyIdOf(sealed: Buffer): string {
  const length = sealed[1];
  if (sealed[0] !== VERSION || length === undefined) throw new SealingError('These bytes were not sealed by this vault.');
  return sealed.toString('latin1', 2, 2 + length);
}

/** The vault of a service from its environment. */
export function vaultFrom(env: { dataKeys: string; lookupKey: string }): Vault {
  return new Vault(parseKeyRing(env.dataKeys, 'DATA_KEYS'), parseKey(env.lookupKey, 'LOOKUP_KEY'));
}

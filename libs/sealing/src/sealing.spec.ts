import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Envelopes, envelopesFrom, generateDataKey, generateSealingPair, parseKey, parseKeyRing, Vault, vaultFrom } from './index';

const lookupKey = generateDataKey();
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

function vaultWith(dataKeys: string): Vault {
  return vaultFrom({ dataKeys, lookupKey });
}

/** A copy with one bit turned over. */
function altered(block: Buffer, at: number): Buffer {
  const copy = Buffer.from(block);
  copy.writeUInt8(copy.readUInt8(at % copy.length) ^ 1, at % copy.length);
  return copy;
}

describe('the vault', () => {
  const vault = vaultWith(`k1:${generateDataKey()}`);

  it('opens what it sealed', () => {
    fc.assert(fc.property(bytes, (plain) => vault.open(vault.seal(plain)).equals(plain)));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) => vault.openText(vault.seal(plain)) === Buffer.from(plain, 'utf8').toString('utf8')),
    );
  });

  it('never seals the same text to the same bytes', () => {
    expect(vault.seal('410423').equals(vault.seal('410423'))).toBe(false);
  });

  it('refuses bytes that were altered anywhere, or cut short', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (plain, at) => {
        const sealed = vault.seal(plain);
        expect(() => vault.open(altered(sealed, at))).toThrow();
        expect(() => vault.open(sealed.subarray(0, at % sealed.length))).toThrow();
      }),
    );
  });

  it('refuses bytes that another key with the same id sealed', () => {
    const other = vaultWith(`k1:${generateDataKey()}`);
    expect(() => other.open(vault.seal('x'))).toThrow('do not open with the data key k1');
  });

  it('keeps opening what an older key sealed, and tells what is outdated', () => {
    const [k1, k2] = [generateDataKey(), generateDataKey()];
    const old = vaultWith(`k1:${k1}`).seal('张三');
    const rotated = vaultWith(`k2:${k2},k1:${k1}`);
    expect(rotated.openText(old)).toBe('张三');
    expect(rotated.isOutdated(old)).toBe(true);
    expect(rotated.isOutdated(rotated.seal('张三'))).toBe(false);
    expect(() => vaultWith(`k2:${k2}`).open(old)).toThrow('need the data key k1');
  });

  it('finds equal values by kind, and only with the same key', () => {
    expect(vault.lookup('identity', '1')).toEqual(vault.lookup('identity', '1'));
    expect(vault.lookup('identity', '1')).not.toEqual(vault.lookup('account', '1'));
    expect(vault.lookup('a', 'b:c')).not.toEqual(vault.lookup('a:b', 'c'));
    expect(vaultFrom({ dataKeys: `k1:${generateDataKey()}`, lookupKey: generateDataKey() }).lookup('identity', '1')).not.toEqual(
      vault.lookup('identity', '1'),
    );
    // A short value after a long one, one that fills the room kept for values, and one beyond it.
    for (const value of ['段'.repeat(300), '段1', '', 'x'.repeat(331), '段'.repeat(331), 'x'.repeat(5_000)])
      expect(vault.lookup('identity', value)).toEqual(createHmac('sha256', parseKey(lookupKey, 'LOOKUP_KEY')).update(`8:identity:${value}`).digest());
    expect(vault.lookup('identity', '1')).toHaveLength(32);
  });
});

describe('envelopes', () => {
  let sender: Envelopes;
  let bank: Envelopes;
  let disclosure: Envelopes;

  beforeAll(async () => {
    const [toBank, toDisclosure] = [await generateSealingPair(), await generateSealingPair()];
    sender = envelopesFrom({ publicKeys: `bank-gateway:${toBank.publicKey},disclosure:${toDisclosure.publicKey}` });
    bank = envelopesFrom({ privateKey: toBank.privateKey });
    disclosure = envelopesFrom({ privateKey: toDisclosure.privateKey });
  });

  it('open for their reader and their chunk', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.string(), async (plain, chunk) =>
        (await bank.open(chunk, await sender.sealFor('bank-gateway', chunk, plain))).equals(plain),
      ),
      { numRuns: 20 },
    );
  });

  it('do not open for another reader', async () => {
    const block = await sender.sealFor('bank-gateway', 'c1', Buffer.from('x'));
    await expect(disclosure.open('c1', block)).rejects.toThrow('another reader');
    await expect(sender.open('c1', block)).rejects.toThrow('another reader');
  });

  it('do not open under another chunk, nor altered', async () => {
    const block = await sender.sealFor('bank-gateway', 'c1', Buffer.from('x'));
    await expect(bank.open('c2', block)).rejects.toThrow('another chunk or its bytes were altered');
    for (let at = 0; at < block.length; at += 1) await expect(bank.open('c1', altered(block, at))).rejects.toThrow();
    await expect(bank.open('c1', block.subarray(0, 20))).rejects.toThrow('not a sealed block');
  });

  it('open with a replaced private key that is still listed', async () => {
    const [older, newer] = [await generateSealingPair(), await generateSealingPair()];
    const block = await envelopesFrom({ publicKeys: `bank-gateway:${older.publicKey}` }).sealFor('bank-gateway', 'c1', Buffer.from('x'));
    await expect(envelopesFrom({ privateKey: `${newer.privateKey},${older.privateKey}` }).open('c1', block)).resolves.toEqual(Buffer.from('x'));
  });

  it('cannot be sealed for a reader whose key is unknown', async () => {
    await expect(sender.sealFor('supervision', 'c1', Buffer.from('x'))).rejects.toThrow(
      'SEALING_PUBLIC_KEYS holds no key of the reader supervision.',
    );
  });
});

describe('keys from the environment', () => {
  it('are refused in one sentence that names the variable and never shows the key', () => {
    const short = Buffer.alloc(16, 7).toString('base64');
    expect(() => parseKey(short, 'LOOKUP_KEY')).toThrow('LOOKUP_KEY holds a key of 16 bytes, but 32 are needed.');
    expect(() => parseKey('', 'LOOKUP_KEY')).toThrow('LOOKUP_KEY is empty');
    expect(() => parseKey('not base64!', 'LOOKUP_KEY')).toThrow('LOOKUP_KEY holds a key that is not base64.');
    expect(() => parseKeyRing(generateDataKey(), 'DATA_KEYS')).toThrow('DATA_KEYS must be a list like "k2:base64,k1:base64".');
    expect(() => parseKeyRing(`k1:${short}`, 'DATA_KEYS')).toThrow(/^(?!.*Bwc)/);
    expect(() => parseKeyRing(`k1:${generateDataKey()},k1:${generateDataKey()}`, 'DATA_KEYS')).toThrow('DATA_KEYS names the key k1 twice.');
  });

  it('put the current key first', () => {
    const ring = parseKeyRing(`k2:${generateDataKey()}, k1:${generateDataKey()}`, 'DATA_KEYS');
    expect(ring.current).toBe('k2');
    expect([...ring.keys.keys()]).toEqual(['k2', 'k1']);
  });
});

import { generateDataKey, generateSealingPair } from '@one-card/sealing';
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Pair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Where the wiring gets its keys from: a run's own, or the names of variables in docker-compose.yml. */
export interface SecretSource {
  value(name: string): string;
  dataKeys(owner: string): string;
  lookupKey(owner: string): string;
  signing(owner: string): Pair;
  sealing(owner: string): Promise<Pair>;
  demoPassword(): string;
}

/** Keys and passwords of this run, made once and kept in a file that only its owner may read. */
export class Secrets implements SecretSource {
  private constructor(
    private readonly file: string,
    private readonly values: Record<string, string>,
  ) {}

  static async open(file: string): Promise<Secrets> {
    const values: Record<string, string> = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
    return new Secrets(file, values);
  }

  async save(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.new`, `${JSON.stringify(this.values, null, 2)}\n`, { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  /** The value of this name, made at the first asking. */
  value(name: string, make: () => string = randomText): string {
    return (this.values[name] ??= make());
  }

  dataKeys(owner: string): string {
    return `k1:${this.value(`${owner}/data-key`, generateDataKey)}`;
  }

  lookupKey(owner: string): string {
    return this.value(`${owner}/lookup-key`, generateDataKey);
  }

  /** Ed25519, each key as one line of base64 (the inside of its PEM). */
  signing(owner: string): Pair {
    return this.pair(`${owner}/signing`) ?? this.keep(`${owner}/signing`, ed25519());
  }

  async sealing(owner: string): Promise<Pair> {
    return this.pair(`${owner}/sealing`) ?? this.keep(`${owner}/sealing`, await generateSealingPair());
  }

  /** One password for all demo persons: easy to type, new for every platform. */
  demoPassword(): string {
    return this.value('demo-password', () => `card-${String(randomInt(100_000, 1_000_000))}`);
  }

  private pair(name: string): Pair | undefined {
    const [publicKey, privateKey] = [this.values[`${name}-public`], this.values[`${name}-private`]];
    return publicKey !== undefined && privateKey !== undefined ? { publicKey, privateKey } : undefined;
  }

  private keep(name: string, pair: Pair): Pair {
    this.values[`${name}-public`] = pair.publicKey;
    this.values[`${name}-private`] = pair.privateKey;
    return pair;
  }
}

function randomText(): string {
  return randomBytes(24).toString('base64url');
}

function ed25519(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

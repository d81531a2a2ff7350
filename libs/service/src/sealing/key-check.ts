import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { Envelopes, Vault } from '@one-card/sealing';
import { type AnyConfig, ConfigError } from '../config/config';
import { SERVICE_CONFIG, SERVICE_NAME } from '../tokens';

const PROBE = 'one-card';

/** A wrong key is noticed when the service starts, not when somebody first reads what another key has sealed. */
@Injectable()
export class KeyCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly envelopes: Envelopes,
    @Inject(SERVICE_CONFIG) private readonly config: AnyConfig,
    @Inject(SERVICE_NAME) private readonly service: string,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.dataKeys();
    if (this.config.sealingPrivateKey !== undefined) await this.sealingPair();
  }

  /** What the first start sealed has to open, and to be found, with the keys of every later one. */
  private async dataKeys(): Promise<void> {
    const lookup = this.vault.lookup('key-check', PROBE);
    await this.database.query(sql`
      INSERT INTO key_check (sealed, lookup) VALUES (${this.vault.seal(PROBE)}, ${lookup}) ON CONFLICT DO NOTHING`);
    const kept = await this.database.maybe<{ sealed: Buffer; lookup: Buffer }>(sql`SELECT sealed, lookup FROM key_check`);
    if (!kept || !this.opens(kept.sealed)) throw new ConfigError('DATA_KEYS is wrong: what this service has sealed does not open with these keys');
    if (!kept.lookup.equals(lookup)) throw new ConfigError('LOOKUP_KEY is wrong: what this service has stored was indexed by another key');
  }

  private opens(sealed: Buffer): boolean {
    try {
      return this.vault.openText(sealed) === PROBE;
    } catch {
      return false;
    }
  }

  /** Others seal by the public key of this service; it must belong to the private one. */
  private async sealingPair(): Promise<void> {
    try {
      const block = await this.envelopes.sealFor(this.service, PROBE, Buffer.from(PROBE));
      await this.envelopes.open(PROBE, block);
    } catch {
      throw new ConfigError(`SEALING_PRIVATE_KEY is wrong: it does not belong to the public key of ${this.service} in SEALING_PUBLIC_KEYS`);
    }
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { sql, Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { DomainError } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';

export interface Suspicion {
  readonly kind: 'answer' | 'refund';
  readonly countyCode: string;
  readonly bankCode: string;
  readonly fileId: string | null;
  readonly why: { readonly zh: string; readonly en: string };
  readonly message: unknown;
}

/** A bank's own word that cannot be true: kept for people to look at, and nothing else changes. */
@Injectable()
export class SuspicionService {
  private readonly logger = new Logger(SuspicionService.name);

  constructor(private readonly vault: Vault) {}

  /** Gives the error to throw once this has been committed. */
  async keep({ kind, countyCode, bankCode, fileId, why, message }: Suspicion, tx: Transaction): Promise<DomainError> {
    const id = uuidv7();
    this.logger.error({ alert: 'suspicious-bank-message', id, kind, bankCode, fileId }, `bank ${bankCode}: ${why.en}`);
    await tx.execute(sql`
      INSERT INTO suspicion (id, county_code, at, kind, bank_code, file_id, why, message)
      VALUES (${id}, ${countyCode}, ${await tx.now()}, ${kind}, ${bankCode}, ${fileId}, ${why.en}, ${this.vault.seal(JSON.stringify(message))})`);
    const detail = { zh: `未接受,已记录待查:${why.zh}`, en: `Refused and kept for inquiry: ${why.en}` };
    return new DomainError('bank-message-suspicious', 422, detail, { suspicionId: id });
  }
}

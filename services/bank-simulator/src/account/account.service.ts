import { Injectable } from '@nestjs/common';
import { bankSimulatorApi } from '@one-card/contracts';
import { asyncChunksOf, Database, sql } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { DomainError } from '@one-card/service';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { normaliseName } from './account.rules';

type Account = z.output<typeof bankSimulatorApi.bankAccount>;

@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Opens or replaces accounts, one a line, as they stream in. */
  async open(lines: Readable): Promise<number> {
    let opened = 0;
    for await (const accounts of asyncChunksOf(parsed(lines))) {
      await this.save(accounts);
      opened += accounts.length;
    }
    return opened;
  }

  accountHash(bankCode: string, account: string): Buffer {
    return this.vault.lookup(`account/${bankCode}`, account);
  }

  nameHash(name: string): Buffer {
    return this.vault.lookup('name', normaliseName(name));
  }

  accountHashes(bankCode: string, accounts: readonly string[]): Buffer[] {
    return accounts.map((account) => this.accountHash(bankCode, account));
  }

  /** Names repeat where accounts do not. */
  nameHashes(names: readonly string[]): Buffer[] {
    const known = new Map<string, Buffer>();
    return names.map((name) => {
      const hash = known.get(name) ?? this.nameHash(name);
      known.set(name, hash);
      return hash;
    });
  }

  private async save(accounts: readonly Account[]): Promise<void> {
    const newest = new Map(accounts.map((one) => [`${one.bankCode}/${one.account}`, one]));
    const rows = [...newest.values()];
    const sealed = rows.map(({ account, cardNo, name }) => this.vault.seal(JSON.stringify({ account, cardNo, name })));
    await this.database.transaction((tx) =>
      tx.execute(sql`
        INSERT INTO account (bank_code, account_hash, name_hash, sealed, state)
        SELECT *
        FROM unnest(${rows.map(({ bankCode }) => bankCode)}::text[], ${rows.map(({ bankCode, account }) => this.accountHash(bankCode, account))}::bytea[],
                    ${rows.map(({ name }) => this.nameHash(name))}::bytea[], ${sealed}::bytea[], ${rows.map(({ state }) => state)}::text[])
        ON CONFLICT (bank_code, account_hash) DO UPDATE
        SET name_hash = excluded.name_hash, sealed = excluded.sealed, state = excluded.state`),
    );
  }
}

async function* parsed(input: Readable): AsyncIterable<Account> {
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    yield accountIn(line, number);
  }
}

function accountIn(line: string, number: number): Account {
  try {
    return bankSimulatorApi.bankAccount.parse(JSON.parse(line));
  } catch {
    // what stands in the line is not repeated: it may name a person
    throw new DomainError('account-unreadable', 422, { zh: `第 ${String(number)} 行不是有效的账户`, en: `Line ${String(number)} is not an account` });
  }
}

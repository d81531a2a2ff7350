import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { config } from '../config';
import { accountKeyOf, type Card, cardKeyOf, type CardState, readCard, writeCard } from './card.rules';

export interface CardOf {
  readonly person: number;
  /** the person's name as the register has it */
  readonly holder: string;
  readonly card: Card;
}

interface Hashed extends CardOf {
  readonly cardHash: Buffer;
  readonly contentHash: Buffer;
  readonly accountHash: Buffer;
  readonly current: boolean;
}

interface Current {
  readonly token: string;
  readonly person: string;
  readonly card_hash: Buffer;
  readonly content_hash: Buffer;
  readonly bank_code: string;
  readonly state: CardState;
  readonly sealed: Buffer;
}

/**
 * One card of a person is current: the one that is paid to while it is active. Those that it replaced stay, closed. What changes the card
 * never changes what was matched before: a frozen payee stands in its block.
 */
@Injectable()
export class CardService {
  constructor(private readonly vault: Vault) {}

  /** Enters at most one card of each of these people; gives those for whom something changed. */
  async save(cards: readonly CardOf[], tx: Transaction): Promise<ReadonlySet<number>> {
    if (cards.length === 0) return new Set();
    const current = await this.currentOf(
      cards.map(({ person }) => person),
      tx,
    );
    const changed = cards.map((card) => this.hashed(card, current.get(card.person))).filter((card) => card !== undefined);
    if (changed.length === 0) return new Set();
    const accounts = await this.accountsOf(changed, tx);
    await this.retire(
      changed.filter(({ person }) => current.has(person)),
      tx,
    );
    await this.write(changed, accounts, tx);
    return new Set(changed.map(({ person }) => person));
  }

  /** The holder's name was corrected: it is corrected on the card too, so that the bank is told the right one. */
  async rename(holders: readonly { person: number; holder: string }[], tx: Transaction): Promise<void> {
    if (holders.length === 0) return;
    const current = await this.currentOf(
      holders.map(({ person }) => person),
      tx,
    );
    const renamed = holders.flatMap(({ person, holder }) => {
      const card = current.get(person);
      return card === undefined ? [] : [{ token: card.token, person, holder, card: this.opened(card) }];
    });
    const contents = renamed.map(({ holder, card }) => this.contentOf({ holder, card }));
    await tx.execute(sql`
      UPDATE card
      SET sealed = given.sealed, content_hash = given.content_hash, changed_at = ${await tx.now()}
      FROM unnest(${renamed.map(({ token }) => token)}::bigint[], ${contents.map(({ sealed }) => sealed)}::bytea[],
                  ${contents.map(({ hash }) => hash)}::bytea[]) AS given (token, sealed, content_hash)
      WHERE card.county_code = ${config.countyCode} AND card.token = given.token`);
  }

  private async currentOf(people: readonly number[], tx: Transaction): Promise<Map<number, Current>> {
    const rows = await tx.query<Current>(sql`
      SELECT card.token, card.person, card.card_hash, card.content_hash, card.bank_code, card.state, card.sealed
      FROM unnest(${people}::bigint[]) AS given (person)
      JOIN LATERAL (
        SELECT * FROM card WHERE county_code = ${config.countyCode} AND person = given.person AND current LIMIT 1) AS card ON true`);
    return new Map(rows.map((row) => [Number(row.person), row]));
  }

  /** Undefined when nothing changes. That an old card was closed does not touch the one that replaced it. */
  private hashed(given: CardOf, current: Current | undefined): Hashed | undefined {
    const contentHash = this.contentHashOf(given);
    if (current?.content_hash.equals(contentHash)) return undefined;
    const cardHash = this.vault.lookup('card', cardKeyOf(given.card));
    const isOlder = given.card.state === 'closed' && current?.state === 'active' && !current.card_hash.equals(cardHash);
    return { ...given, cardHash, contentHash, accountHash: this.vault.lookup('account', accountKeyOf(given.card)), current: !isOlder };
  }

  /** One account is one token, however many people state it: that is how a shared account is seen. */
  private async accountsOf(cards: readonly Hashed[], tx: Transaction): Promise<ReadonlyMap<string, string>> {
    const hashes = cards.map(({ accountHash }) => accountHash);
    await tx.execute(sql`
      INSERT INTO account (county_code, bank_code, account_hash)
      SELECT ${config.countyCode}, min(given.bank_code), given.hash
      FROM unnest(${hashes}::bytea[], ${cards.map(({ card }) => card.bankCode)}::text[]) AS given (hash, bank_code)
      GROUP BY given.hash
      ORDER BY given.hash
      ON CONFLICT ON CONSTRAINT account_once DO NOTHING`);
    const rows = await tx.query<{ account_hash: Buffer; token: string }>(sql`
      SELECT account.account_hash, account.token
      FROM unnest(${hashes}::bytea[]) AS given (hash)
      JOIN LATERAL (
        SELECT * FROM account WHERE county_code = ${config.countyCode} AND account_hash = given.hash LIMIT 1) AS account ON true`);
    return new Map(rows.map(({ account_hash: hash, token }) => [hash.toString('hex'), token]));
  }

  private async retire(cards: readonly Hashed[], tx: Transaction): Promise<void> {
    const replacing = cards.filter(({ current }) => current);
    if (replacing.length === 0) return;
    await tx.execute(sql`
      UPDATE card
      SET current = false, state = 'closed', changed_at = ${await tx.now()}
      FROM unnest(${replacing.map(({ person }) => person)}::bigint[], ${replacing.map(({ cardHash }) => cardHash)}::bytea[]) AS given (person, card_hash)
      WHERE card.county_code = ${config.countyCode} AND card.person = given.person AND card.current AND card.card_hash <> given.card_hash`);
  }

  private async write(cards: readonly Hashed[], accounts: ReadonlyMap<string, string>, tx: Transaction): Promise<void> {
    await tx.execute(sql`
      INSERT INTO card (county_code, person, card_hash, bank_code, account, state, current, sealed, content_hash, changed_at)
      SELECT ${config.countyCode}, given.*, ${await tx.now()}::timestamptz
      FROM unnest(${cards.map(({ person }) => person)}::bigint[],
                  ${cards.map(({ cardHash }) => cardHash)}::bytea[],
                  ${cards.map(({ card }) => card.bankCode)}::text[],
                  ${cards.map(({ accountHash }) => accounts.get(accountHash.toString('hex')))}::bigint[],
                  ${cards.map(({ card }) => card.state)}::text[],
                  ${cards.map(({ current }) => current)}::boolean[],
                  ${cards.map(({ holder, card }) => this.vault.seal(writeCard({ holder, ...card })))}::bytea[],
                  ${cards.map(({ contentHash }) => contentHash)}::bytea[]) AS given
      ON CONFLICT ON CONSTRAINT card_once DO UPDATE
      SET state = excluded.state, current = excluded.current, sealed = excluded.sealed, content_hash = excluded.content_hash,
          changed_at = excluded.changed_at`);
  }

  private opened({ sealed, bank_code: bankCode, state }: Current): Card {
    const { socialCardNo, bankCardNo, account, bankLineNo } = readCard(this.vault.openText(sealed));
    return { socialCardNo, bankCardNo, account, bankLineNo, bankCode, state };
  }

  private contentOf({ holder, card }: Pick<CardOf, 'holder' | 'card'>): { sealed: Buffer; hash: Buffer } {
    return { sealed: this.vault.seal(writeCard({ holder, ...card })), hash: this.contentHashOf({ holder, card }) };
  }

  private contentHashOf({ holder, card }: Pick<CardOf, 'holder' | 'card'>): Buffer {
    return this.vault.lookup('card content', [holder, cardKeyOf(card), card.bankLineNo, card.state].join('|'));
  }
}

import { Injectable } from '@nestjs/common';
import { personChunk, recipientRegistryApi } from '@one-card/contracts';
import { sql, type Sql, type Transaction } from '@one-card/database';
import { maskCard, maskIdentity, parseIdentity } from '@one-card/domain';
import { Vault } from '@one-card/sealing';
import { type Actor, decodeCursor, page, type Page } from '@one-card/service';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { type CardState, faultsOfCard, normalCard, readCard, stateOf } from '../card/card.rules';
import { CardService } from '../card/card.service';
import { config } from '../config';
import { type Reading, ReadingService } from '../reading/reading.service';
import { cardRefused, identityRefused, noSuchPerson, notRegistered } from './person.errors';
import { PersonRights } from './person.rights';
import { readPerson } from './person.rules';

type View = z.output<typeof recipientRegistryApi.personView>;
type Name = z.output<typeof recipientRegistryApi.namesView>[number];
type CardInput = z.output<typeof recipientRegistryApi.mendCard>;

interface Row {
  readonly token: string;
  readonly village_code: string;
  readonly household: string | null;
  readonly is_head: boolean | null;
  readonly sealed: Buffer;
}

/** People as those who may see them see them; numbers are masked, and every reading is recorded with its reader and purpose. */
@Injectable()
export class PersonService {
  constructor(
    private readonly vault: Vault,
    private readonly rights: PersonRights,
    private readonly cards: CardService,
    private readonly readings: ReadingService,
  ) {}

  async lookup(identity: string, purpose: string, reader: Actor, tx: Transaction): Promise<View> {
    this.rights.reader(reader);
    const parsed = parseIdentity(identity);
    if (!parsed.ok) throw identityRefused(parsed.zh, parsed.en);
    const [row] = await this.find(sql`person.identity_hash = ${this.vault.lookup('identity', parsed.value.number)}`, tx);
    if (row === undefined) throw notRegistered();
    return this.show(row, purpose, reader, tx);
  }

  async get(token: number, purpose: string, reader: Actor, tx: Transaction): Promise<View> {
    this.rights.reader(reader);
    return this.show(await this.one(token, tx), purpose, reader, tx);
  }

  /** All or nothing: one person beyond the reader's divisions refuses the whole. People who are not registered have no name here. */
  async names(tokens: readonly number[], purpose: string, reader: Actor, tx: Transaction): Promise<Name[]> {
    this.rights.reader(reader);
    const rows = await this.find(sql`person.token = ANY (${tokens}::bigint[])`, tx);
    await this.read(rows, purpose, reader, tx);
    return rows.map(({ token, sealed }) => {
      const { name, identity } = readPerson(this.vault.openText(sealed));
      return { token: Number(token), name, maskedIdentity: maskIdentity(identity) };
    });
  }

  async list(query: { village: string; limit: number; cursor?: string }, reader: Actor, tx: Transaction): Promise<Page<View>> {
    await this.rights.read(reader, [query.village]);
    const [after] = decodeCursor(query.cursor, z.tuple([z.int()])) ?? [0];
    const rows = await this.find(
      sql`person.village_code = ${query.village} AND person.token > ${after} ORDER BY person.token LIMIT ${query.limit + 1}`,
      tx,
    );
    const { items, next } = page(rows, query.limit, ({ token }) => [Number(token)]);
    await this.read(items, '查看本村登记人员', reader, tx);
    return { items: await this.viewsOf(items, tx), next };
  }

  async readingsOf(token: number, reader: Actor, tx: Transaction): Promise<Reading[]> {
    await this.rights.readRecord(reader, (await this.one(token, tx)).village_code);
    return this.readings.of(token, tx);
  }

  /** A card is mended by the township's clerk; what was matched before keeps the card it had. */
  async mendCard(token: number, input: CardInput, actor: Actor, tx: Transaction): Promise<View> {
    await tx.execute(sql`SELECT FROM person WHERE county_code = ${config.countyCode} AND token = ${token} FOR UPDATE`);
    const row = await this.one(token, tx);
    await this.rights.mend(actor, row.village_code);
    const card = normalCard(input);
    const faults = faultsOfCard(card);
    if (faults.length > 0) throw cardRefused(faults);
    const holder = readPerson(this.vault.openText(row.sealed)).name;
    const changed = await this.cards.save([{ person: token, holder, card: { ...card, state: stateOf(card.state) } }], tx);
    const people = { person: [...changed], villageCode: [...changed].map(() => row.village_code) };
    if (changed.size > 0) await tx.publish(personChunk, { countyCode: config.countyCode, id: uuid(), actor: actor.id, people });
    return this.show(row, '登记社保卡', actor, tx);
  }

  private async show(row: Row, purpose: string, reader: Actor, tx: Transaction): Promise<View> {
    await this.read([row], purpose, reader, tx);
    const [view] = await this.viewsOf([row], tx);
    if (view === undefined) throw noSuchPerson(Number(row.token));
    return view;
  }

  private async read(rows: readonly Row[], purpose: string, reader: Actor, tx: Transaction): Promise<void> {
    await this.rights.read(
      reader,
      rows.map(({ village_code: village }) => village),
    );
    await this.readings.record(
      rows.map(({ token }) => Number(token)),
      reader,
      purpose,
      tx,
    );
  }

  private async one(token: number, tx: Transaction): Promise<Row> {
    const [row] = await this.find(sql`person.token = ${token}`, tx);
    if (row === undefined) throw noSuchPerson(token);
    return row;
  }

  private find(which: Sql, tx: Transaction): Promise<Row[]> {
    return tx.query<Row>(sql`
      SELECT person.token, person.village_code, person.household, household.head = person.token AS is_head, person.sealed
      FROM person
      LEFT JOIN household ON household.county_code = person.county_code AND household.token = person.household
      WHERE person.county_code = ${config.countyCode} AND person.known AND ${which}`);
  }

  private async viewsOf(rows: readonly Row[], tx: Transaction): Promise<View[]> {
    const cards = await this.cardsOf(rows, tx);
    return rows.map(({ token, village_code: villageCode, household, is_head: isHead, sealed }) => {
      const { name, identity } = readPerson(this.vault.openText(sealed));
      return {
        token: Number(token),
        name,
        maskedIdentity: maskIdentity(identity),
        villageCode,
        household: household === null ? null : Number(household),
        isHead: isHead === true,
        cards: cards.get(token) ?? [],
      };
    });
  }

  private async cardsOf(rows: readonly Row[], tx: Transaction): Promise<ReadonlyMap<string, View['cards']>> {
    const cards = await tx.query<{ person: string; bank_code: string; state: CardState; sealed: Buffer }>(sql`
      SELECT person, bank_code, state, sealed
      FROM card
      WHERE county_code = ${config.countyCode} AND person = ANY (${rows.map(({ token }) => token)}::bigint[])
      ORDER BY current DESC, token DESC`);
    const byPerson = new Map<string, View['cards']>();
    for (const { person, bank_code: bankCode, state, sealed } of cards) {
      const { socialCardNo, bankCardNo, account } = readCard(this.vault.openText(sealed));
      const view = { maskedCardNo: maskCard(bankCardNo || socialCardNo || account), bankCode, state };
      byPerson.set(person, [...(byPerson.get(person) ?? []), view]);
    }
    return byPerson;
  }
}

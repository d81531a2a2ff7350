import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { CardService } from '../card/card.service';
import { config } from '../config';
import { normalName, writePerson } from '../person/person.rules';
import { proofKeyOf } from '../proof/proof.rules';
import { householdKeyOf, isHead, type PersonRow, registerFaults, type RowFault } from './import.rules';

/** One run over one file. */
export interface ImportRun {
  readonly importId: string;
  readonly covers: (village: string) => Promise<boolean>;
  /** rows that waited for their guardian to come: what is not there by now will not come */
  readonly isEnd: boolean;
}

export interface Registered {
  readonly registered: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly faults: RowFault[];
  /** good rows whose guardian has not been met yet */
  readonly waiting: PersonRow[];
  readonly people: { token: number; villageCode: string }[];
}

interface Hashed {
  readonly row: PersonRow;
  readonly identity: Buffer;
  readonly guardian: Buffer | null;
  readonly content: Buffer;
}

interface Known {
  readonly token: number;
  readonly known: boolean;
  readonly villageCode: string | null;
  readonly household: string | null;
  readonly nameHash: Buffer | null;
  readonly content: Buffer | null;
}

type People = ReadonlyMap<string, Known>;
type Tokens = Map<string, number>;

const hex = (hash: Buffer): string => hash.toString('hex');

/** Enters a chunk of people with a dozen statements, whatever its length. Only what differs is sealed and written. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly vault: Vault,
    private readonly cards: CardService,
  ) {}

  async register(rows: readonly PersonRow[], run: ImportRun, tx: Transaction): Promise<Registered> {
    // Two files at once take turns, chunk by chunk: they may tell of the same households and accounts.
    await tx.lock('register', config.countyCode);
    await planByIndex(tx);
    const faults: RowFault[] = [];
    const hashed = rows.map((row) => this.hashed(row));
    const met = run.isEnd ? hashed : await this.metFirst(hashed, run, faults, tx);
    const people = await this.peopleOf([...met.map(({ identity }) => identity), ...guardiansOf(met)], tx);
    const allowed = await this.allowed(met, people, run, faults);
    const { good, waiting } = withGuardian(allowed, people);
    if (run.isEnd) for (const { row } of waiting) faults.push(faultOf(row, 'guardian_identity', registerFaults.guardianUnknown));
    const tokens: Tokens = new Map([...people].map(([identity, { token }]) => [identity, token]));
    const changed = await this.write(good, people, tokens, tx);
    return { ...summaryOf(good, people, tokens, changed), faults, waiting: run.isEnd ? [] : waiting.map(({ row }) => row) };
  }

  private hashed(row: PersonRow): Hashed {
    const { villageCode, household, relation, name, identity, phone, guardianIdentity } = row;
    return {
      row,
      identity: this.vault.lookup('identity', identity),
      guardian: guardianIdentity === null ? null : this.vault.lookup('identity', guardianIdentity),
      content: this.vault.lookup('person', JSON.stringify([villageCode, household, relation, name, phone, guardianIdentity])),
    };
  }

  /** One row a person and one head a household in a file: the first of each. */
  private async metFirst(all: readonly Hashed[], { importId }: ImportRun, faults: RowFault[], tx: Transaction): Promise<Hashed[]> {
    const people = await firstOf(all, ({ identity }) => identity, importId, tx);
    const heads = await firstOf(
      people.first.filter(({ row }) => isHead(row)),
      ({ row }) => this.vault.lookup('head', householdKeyOf(row)),
      importId,
      tx,
    );
    for (const { row } of people.again) faults.push(faultOf(row, 'identity', registerFaults.twiceInFile));
    for (const { row } of heads.again) faults.push(faultOf(row, 'relation', registerFaults.secondHead));
    const refused = new Set(heads.again);
    return people.first.filter((one) => !refused.has(one));
  }

  private async peopleOf(identities: readonly Buffer[], tx: Transaction): Promise<People> {
    interface Row {
      identity_hash: Buffer;
      token: string;
      known: boolean;
      village_code: string | null;
      household: string | null;
      name_hash: Buffer | null;
      content_hash: Buffer | null;
    }
    const rows = await tx.query<Row>(sql`
      SELECT person.identity_hash, person.token, person.known, person.village_code, person.household, person.name_hash, person.content_hash
      FROM (SELECT DISTINCT hash FROM unnest(${identities}::bytea[]) AS hash) AS given
      JOIN LATERAL (
        SELECT * FROM person WHERE county_code = ${config.countyCode} AND identity_hash = given.hash LIMIT 1) AS person ON true`);
    return new Map(
      rows.map(({ identity_hash, token, known, village_code, household, name_hash, content_hash }) => [
        hex(identity_hash),
        { token: Number(token), known, villageCode: village_code, household, nameHash: name_hash, content: content_hash },
      ]),
    );
  }

  /** Nobody takes a person out of a township that is not theirs. */
  private async allowed(all: readonly Hashed[], people: People, { covers }: ImportRun, faults: RowFault[]): Promise<Hashed[]> {
    const allowed: Hashed[] = [];
    for (const one of all) {
      const villageNow = people.get(hex(one.identity))?.villageCode ?? null;
      if (villageNow === null || villageNow === one.row.villageCode || (await covers(villageNow))) allowed.push(one);
      else faults.push(faultOf(one.row, 'village_code', registerFaults.registeredElsewhere));
    }
    return allowed;
  }

  /** Gives the tokens of all for whom something changed, and adds the new ones to `tokens`. */
  private async write(good: readonly Hashed[], people: People, tokens: Tokens, tx: Transaction): Promise<ReadonlySet<number>> {
    const households = await this.householdsOf(good, tx);
    const differing = good.filter(({ identity, content }) => !people.get(hex(identity))?.content?.equals(content));
    // Guardians first: the people in their care name them by token.
    for (const group of [differing.filter(({ guardian }) => !guardian), differing.filter(({ guardian }) => guardian)])
      await this.upsert(group, households, tokens, tx);
    const heads = await this.setHeads(good, differing, people, households, tokens, tx);
    const cards = await this.saveCards(good, people, tokens, tx);
    return new Set([...differing.map(({ identity }) => tokens.get(hex(identity)) ?? 0), ...heads, ...cards]);
  }

  private async householdsOf(good: readonly Hashed[], tx: Transaction): Promise<ReadonlyMap<string, string>> {
    const byKey = new Map(good.filter(({ row }) => row.household !== '').map(({ row }) => [householdKeyOf(row), row.villageCode]));
    const hashes = [...byKey.keys()].map((key) => this.vault.lookup('household', key));
    await tx.execute(sql`
      INSERT INTO household (county_code, household_hash, village_code)
      SELECT ${config.countyCode}, given.hash, given.village_code
      FROM unnest(${hashes}::bytea[], ${[...byKey.values()]}::text[]) AS given (hash, village_code)
      ON CONFLICT ON CONSTRAINT household_once DO NOTHING`);
    const rows = await tx.query<{ at: number; token: string }>(sql`
      SELECT given.at::int - 1 AS at, household.token
      FROM unnest(${hashes}::bytea[]) WITH ORDINALITY AS given (hash, at)
      JOIN LATERAL (
        SELECT * FROM household WHERE county_code = ${config.countyCode} AND household_hash = given.hash LIMIT 1) AS household ON true`);
    const keys = [...byKey.keys()];
    return new Map(rows.map(({ at, token }) => [keys[at] ?? '', token]));
  }

  private async upsert(group: readonly Hashed[], households: ReadonlyMap<string, string>, tokens: Tokens, tx: Transaction): Promise<void> {
    if (group.length === 0) return;
    const rows = group.map(({ row }) => row);
    const returned = await tx.query<{ identity_hash: Buffer; token: string }>(sql`
      INSERT INTO person AS p (county_code, identity_hash, birth_year, known, name_hash, village_code, household, guardian,
                               sealed, content_hash, proof_hash, version, changed_at)
      SELECT ${config.countyCode}, given.identity_hash, given.birth_year, true, given.name_hash, given.village_code, given.household, given.guardian,
             given.sealed, given.content_hash, given.proof_hash, 1, ${await tx.now()}::timestamptz
      FROM unnest(${group.map(({ identity }) => identity)}::bytea[],
                  ${rows.map(({ birthYear }) => birthYear)}::smallint[],
                  ${rows.map(({ name }) => this.vault.lookup('name', normalName(name)))}::bytea[],
                  ${rows.map(({ villageCode }) => villageCode)}::text[],
                  ${rows.map((row) => households.get(householdKeyOf(row)) ?? null)}::bigint[],
                  ${group.map(({ guardian }) => (guardian === null ? null : (tokens.get(hex(guardian)) ?? null)))}::bigint[],
                  ${rows.map((row) => this.vault.seal(writePerson(row)))}::bytea[],
                  ${group.map(({ content }) => content)}::bytea[],
                  ${rows.map(({ name, identity }) => this.vault.lookup('proof', proofKeyOf(name, identity)))}::bytea[])
        AS given (identity_hash, birth_year, name_hash, village_code, household, guardian, sealed, content_hash, proof_hash)
      ORDER BY given.identity_hash
      ON CONFLICT ON CONSTRAINT person_once DO UPDATE
      SET known = true, birth_year = excluded.birth_year, name_hash = excluded.name_hash, village_code = excluded.village_code,
          household = excluded.household, guardian = excluded.guardian, sealed = excluded.sealed, content_hash = excluded.content_hash,
          proof_hash = excluded.proof_hash, version = p.version + 1, changed_at = excluded.changed_at
      RETURNING identity_hash, token`);
    for (const { identity_hash: identity, token } of returned) tokens.set(hex(identity), Number(token));
  }

  /** A household has one head by construction. Who left the household or is no longer called head is head no more. */
  private async setHeads(
    good: readonly Hashed[],
    differing: readonly Hashed[],
    people: People,
    households: ReadonlyMap<string, string>,
    tokens: Tokens,
    tx: Transaction,
  ): Promise<number[]> {
    const before = differing.flatMap(({ identity, row }) => {
      const known = people.get(hex(identity));
      const stays = isHead(row) && known?.household === households.get(householdKeyOf(row));
      return known?.household && !stays ? [{ household: known.household, person: known.token }] : [];
    });
    if (before.length > 0) {
      await tx.execute(sql`
        UPDATE household
        SET head = NULL
        FROM unnest(${before.map(({ household }) => household)}::bigint[], ${before.map(({ person }) => person)}::bigint[]) AS given (household, person)
        WHERE household.county_code = ${config.countyCode} AND household.token = given.household AND household.head = given.person`);
    }
    const heads = good.filter(({ row }) => isHead(row));
    const rows = await tx.query<{ head: string }>(sql`
      UPDATE household
      SET head = given.person
      FROM unnest(${heads.map(({ row }) => households.get(householdKeyOf(row)))}::bigint[],
                  ${heads.map(({ identity }) => tokens.get(hex(identity)))}::bigint[]) AS given (household, person)
      WHERE household.county_code = ${config.countyCode} AND household.token = given.household AND household.head IS DISTINCT FROM given.person
      RETURNING household.head`);
    return rows.map(({ head }) => Number(head));
  }

  /** A row without a card leaves the card on record as it is, save for a corrected name. */
  private async saveCards(good: readonly Hashed[], people: People, tokens: Tokens, tx: Transaction): Promise<ReadonlySet<number>> {
    const holders = good.map(({ row, identity }) => ({
      row,
      person: tokens.get(hex(identity)) ?? 0,
      holder: row.name,
      before: people.get(hex(identity)),
    }));
    const renamed = holders.filter(
      ({ row, before }) => row.card === null && before?.nameHash && !before.nameHash.equals(this.vault.lookup('name', normalName(row.name))),
    );
    await this.cards.rename(renamed, tx);
    return this.cards.save(
      holders.flatMap(({ row, person, holder }) => (row.card === null ? [] : [{ person, holder, card: row.card }])),
      tx,
    );
  }
}

/** A register that was just filled has no statistics yet, and the planner takes it for small: it would read all of it for each chunk. */
async function planByIndex(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    SELECT set_config(setting, 'off', true)
    FROM unnest(ARRAY['enable_hashjoin', 'enable_mergejoin', 'enable_bitmapscan', 'enable_seqscan']) AS setting`);
}

const faultOf = ({ row }: PersonRow, column: string, reason: RowFault['reason']): RowFault => ({ row, column, reason });

const guardiansOf = (all: readonly Hashed[]): Buffer[] => all.flatMap(({ guardian }) => (guardian === null ? [] : [guardian]));

/** A guardian is in the register already, or in this chunk and under nobody's care. */
function withGuardian(all: readonly Hashed[], people: People): { good: Hashed[]; waiting: Hashed[] } {
  const here = new Set(all.filter(({ guardian }) => guardian === null).map(({ identity }) => hex(identity)));
  const isThere = ({ guardian }: Hashed) => guardian === null || here.has(hex(guardian)) || people.get(hex(guardian))?.known === true;
  return { good: all.filter(isThere), waiting: all.filter((one) => !isThere(one)) };
}

function summaryOf(good: readonly Hashed[], people: People, tokens: Tokens, changed: ReadonlySet<number>) {
  const tokenOf = ({ identity }: Hashed) => tokens.get(hex(identity)) ?? 0;
  const told = good.filter((one) => changed.has(tokenOf(one)));
  const registered = good.filter(({ identity }) => people.get(hex(identity))?.known !== true).length;
  return {
    registered,
    changed: told.length - registered,
    unchanged: good.length - told.length,
    people: told.map((one) => ({ token: tokenOf(one), villageCode: one.row.villageCode })),
  };
}

/** Which of these the import meets for the first time, in this chunk and in all before it. */
async function firstOf(
  all: readonly Hashed[],
  what: (one: Hashed) => Buffer,
  importId: string,
  tx: Transaction,
): Promise<{ first: Hashed[]; again: Hashed[] }> {
  if (all.length === 0) return { first: [], again: [] };
  const hashes = all.map(what);
  const rows = await tx.query<{ what: Buffer }>(sql`
    INSERT INTO import_seen (import_id, what)
    SELECT DISTINCT ${importId}::uuid, hash
    FROM unnest(${hashes}::bytea[]) AS hash
    ON CONFLICT DO NOTHING
    RETURNING what`);
  const fresh = new Set(rows.map((row) => hex(row.what)));
  const first: Hashed[] = [];
  const again: Hashed[] = [];
  all.forEach((one, at) => {
    const hash = hashes[at];
    (hash !== undefined && fresh.delete(hex(hash)) ? first : again).push(one);
  });
  return { first, again };
}

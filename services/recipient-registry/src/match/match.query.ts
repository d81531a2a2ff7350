import { sql, type Sql, type Transaction } from '@one-card/database';
import type { CardState } from '../card/card.rules';
import { config } from '../config';
import type { Found, PayeeKind } from './match.rules';

/** Keyed hashes of what a roll says, one entry a line. */
export interface LineHashes {
  readonly identity: readonly Buffer[];
  readonly name: readonly Buffer[];
  /** null where the roll does not say */
  readonly payeeIdentity: readonly (Buffer | null)[];
  readonly payeeName: readonly (Buffer | null)[];
}

export interface FoundLine extends Found {
  /** null: an identity that was never met before */
  readonly beneficiary: number | null;
  readonly household: number | null;
  readonly head: number | null;
  readonly bankCode: string | null;
  readonly account: number | null;
  /** the payee's current card */
  readonly sealed: Buffer | null;
}

interface Row {
  readonly beneficiary: string | null;
  readonly known: boolean | null;
  readonly name_agrees: boolean | null;
  readonly household: string | null;
  readonly head: string | null;
  readonly payee: string | null;
  readonly payee_differs: boolean | null;
  readonly card_state: CardState | null;
  readonly bank_code: string | null;
  readonly account: string | null;
  readonly sealed: Buffer | null;
}

const knownPerson = (token: Sql): Sql => sql`
  SELECT * FROM person WHERE county_code = ${config.countyCode} AND token = ${token} AND known LIMIT 1`;

/** Who is paid themselves was found already. */
const PAYEES: Readonly<Record<PayeeKind, () => Sql>> = {
  own: () => sql`SELECT beneficiary.token, beneficiary.identity_hash, beneficiary.name_hash WHERE beneficiary.known`,
  head: () => knownPerson(sql`household.head`),
  guardian: () => knownPerson(sql`beneficiary.guardian`),
};

/**
 * All of a chunk's lines with one statement, in their order. LATERAL … LIMIT 1 holds the planner to a look-up by index for each person,
 * household and card of a line: after a large import it has no statistics for a while, takes the register for small and would read the whole
 * of it for each chunk.
 */
export async function findLines(hashes: LineHashes, payeeKind: PayeeKind, tx: Transaction): Promise<FoundLine[]> {
  const rows = await tx.query<Row>(sql`
    SELECT beneficiary.token AS beneficiary, beneficiary.known, beneficiary.name_hash = given.name_hash AS name_agrees,
           beneficiary.household, household.head, payee.token AS payee,
           payee.identity_hash <> given.payee_identity_hash OR payee.name_hash <> given.payee_name_hash AS payee_differs,
           card.state AS card_state, card.bank_code, card.account, card.sealed
    FROM unnest(${hashes.identity}::bytea[], ${hashes.name}::bytea[], ${hashes.payeeIdentity}::bytea[], ${hashes.payeeName}::bytea[])
      WITH ORDINALITY AS given (identity_hash, name_hash, payee_identity_hash, payee_name_hash, at)
    LEFT JOIN LATERAL (
      SELECT * FROM person WHERE county_code = ${config.countyCode} AND identity_hash = given.identity_hash LIMIT 1) AS beneficiary ON true
    LEFT JOIN LATERAL (
      SELECT * FROM household WHERE county_code = ${config.countyCode} AND token = beneficiary.household LIMIT 1) AS household ON true
    LEFT JOIN LATERAL (${PAYEES[payeeKind]()}) AS payee ON true
    LEFT JOIN LATERAL (
      SELECT * FROM card WHERE county_code = ${config.countyCode} AND person = payee.token AND current LIMIT 1) AS card ON true
    ORDER BY given.at`);
  return rows.map((row) => ({
    beneficiary: numberOf(row.beneficiary),
    household: numberOf(row.household),
    head: numberOf(row.head),
    known: row.known === true,
    nameAgrees: row.name_agrees === true,
    payee: numberOf(row.payee),
    cardState: row.card_state,
    statedPayeeDiffers: row.payee_differs === true,
    bankCode: row.bank_code,
    account: numberOf(row.account),
    sealed: row.sealed,
  }));
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

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

const PAYEES: Readonly<Record<PayeeKind, Sql>> = {
  own: sql`CASE WHEN beneficiary.known THEN beneficiary.token END`,
  head: sql`household.head`,
  guardian: sql`beneficiary.guardian`,
};

/** All of a chunk's lines with one statement, in their order. */
export async function findLines(hashes: LineHashes, payeeKind: PayeeKind, tx: Transaction): Promise<FoundLine[]> {
  const rows = await tx.query<Row>(sql`
    SELECT beneficiary.token AS beneficiary, beneficiary.known, beneficiary.name_hash = given.name_hash AS name_agrees,
           beneficiary.household, household.head, payee.token AS payee,
           payee.identity_hash <> given.payee_identity_hash OR payee.name_hash <> given.payee_name_hash AS payee_differs,
           card.state AS card_state, card.bank_code, card.account, card.sealed
    FROM unnest(${hashes.identity}::bytea[], ${hashes.name}::bytea[], ${hashes.payeeIdentity}::bytea[], ${hashes.payeeName}::bytea[])
      WITH ORDINALITY AS given (identity_hash, name_hash, payee_identity_hash, payee_name_hash, at)
    LEFT JOIN person AS beneficiary ON beneficiary.county_code = ${config.countyCode} AND beneficiary.identity_hash = given.identity_hash
    LEFT JOIN household ON household.county_code = ${config.countyCode} AND household.token = beneficiary.household
    LEFT JOIN person AS payee ON payee.county_code = ${config.countyCode} AND payee.token = ${PAYEES[payeeKind]} AND payee.known
    LEFT JOIN card ON card.county_code = ${config.countyCode} AND card.person = payee.token AND card.current
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

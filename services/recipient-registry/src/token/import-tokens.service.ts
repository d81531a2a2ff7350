import { Injectable } from '@nestjs/common';
import { importBlock, type ImportChunk, tokenChunk } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { Envelopes, Vault } from '@one-card/sealing';
import { config } from '../config';
import { birthYearOf, normalIdentity, normalName } from '../person/person.rules';
import { TokenService } from './token.service';

interface Found {
  readonly at: number;
  readonly token: string | null;
  readonly household: string | null;
  readonly name_agrees: boolean | null;
}

/** Turns the identities of another department's data set into tokens: three statements a chunk. */
@Injectable()
export class ImportTokensService {
  constructor(
    private readonly envelopes: Envelopes,
    private readonly vault: Vault,
    private readonly tokens: TokenService,
  ) {}

  async answer(chunk: ImportChunk, tx: Transaction): Promise<void> {
    const block = importBlock.parse(JSON.parse((await this.envelopes.open(chunk.blockId, Buffer.from(chunk.people, 'base64'))).toString('utf8')));
    const { rowNo } = chunk.rows;
    if (block.identity.length !== rowNo.length) throw new Error(`import ${chunk.importId}/${chunk.chunkNo}: rows and people differ in number`);
    const identities = block.identity.map(normalIdentity);
    const hashes = identities.map((identity) => this.vault.lookup('identity', identity));
    const found = await this.find(hashes, block.name, tx);
    const missing = found.filter(({ token }) => token === null).map(({ at }) => at);
    const allotted = await this.tokens.allot(
      missing.map((at) => ({ hash: required(hashes[at]), birthYear: birthYearOf(required(identities[at])) })),
      tx,
    );
    const { countyCode, importId, chunkNo } = chunk;
    await tx.publish(tokenChunk, {
      countyCode,
      importId,
      chunkNo,
      rows: {
        rowNo,
        person: found.map(({ at, token }) => (token === null ? required(allotted.get(required(hashes[at]).toString('hex'))) : Number(token))),
        household: found.map(({ household }) => (household === null ? null : Number(household))),
        nameAgrees: found.map(({ name_agrees: agrees }) => agrees),
      },
    });
  }

  private find(hashes: readonly Buffer[], names: readonly (string | null)[], tx: Transaction): Promise<Found[]> {
    const nameHashes = names.map((name) => (name === null || name.trim() === '' ? null : this.vault.lookup('name', normalName(name))));
    return tx.query<Found>(sql`
      SELECT given.at::int - 1 AS at, person.token, person.household, CASE WHEN person.known THEN person.name_hash = given.name_hash END AS name_agrees
      FROM unnest(${hashes}::bytea[], ${nameHashes}::bytea[]) WITH ORDINALITY AS given (identity_hash, name_hash, at)
      LEFT JOIN LATERAL (
        SELECT * FROM person WHERE county_code = ${config.countyCode} AND identity_hash = given.identity_hash LIMIT 1) AS person ON true
      ORDER BY given.at`);
  }
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('columns of a chunk differ in length');
  return value;
}

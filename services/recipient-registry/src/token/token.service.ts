import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { config } from '../config';

export interface IdentityKey {
  readonly hash: Buffer;
  readonly birthYear: number | null;
}

/** Tokens: opaque serials that grow, one for each identity number, whether the person is in the register or not. */
@Injectable()
export class TokenService {
  /** Gives identities that have no token theirs, and finds those that somebody else gave meanwhile; by the hash in hex. */
  async allot(identities: readonly IdentityKey[], tx: Transaction): Promise<ReadonlyMap<string, number>> {
    if (identities.length === 0) return new Map();
    const hashes = identities.map(({ hash }) => hash);
    // In the order of the hashes, so that two who allot the same identities at once wait for each other and do not deadlock.
    await tx.execute(sql`
      INSERT INTO person (county_code, identity_hash, birth_year)
      SELECT ${config.countyCode}, given.hash, min(given.birth_year)
      FROM unnest(${hashes}::bytea[], ${identities.map(({ birthYear }) => birthYear)}::smallint[]) AS given (hash, birth_year)
      GROUP BY given.hash
      ORDER BY given.hash
      ON CONFLICT ON CONSTRAINT person_once DO NOTHING`);
    const rows = await tx.query<{ identity_hash: Buffer; token: string }>(sql`
      SELECT person.identity_hash, person.token
      FROM unnest(${hashes}::bytea[]) AS given (hash)
      JOIN LATERAL (
        SELECT * FROM person WHERE county_code = ${config.countyCode} AND identity_hash = given.hash LIMIT 1) AS person ON true`);
    return new Map(rows.map(({ identity_hash: hash, token }) => [hash.toString('hex'), Number(token)]));
  }
}

import { policyVersion } from '@one-card/contracts';
import { type Sql, sql } from '@one-card/database';

/** The newest version of a policy that anybody has told of. */
export const newestOf = (policyCode: string): Sql => sql`
  SELECT doc
  FROM replica
  WHERE topic = ${policyVersion.type} AND doc->>'code' = ${policyCode}
  ORDER BY (doc->>'versionNo')::int DESC
  LIMIT 1`;

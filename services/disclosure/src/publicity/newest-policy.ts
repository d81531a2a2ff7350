import { policyVersion } from '@one-card/contracts';
import { type Sql, sql } from '@one-card/database';

/** Code, name and department of every policy, as its newest version has them. */
export const newestPolicies: Sql = sql`
  SELECT DISTINCT ON (doc->>'code') doc->>'code' AS code, doc->>'name' AS name, doc->>'department' AS department
  FROM replica
  WHERE topic = ${policyVersion.type}
  ORDER BY doc->>'code', (doc->>'versionNo')::int DESC`;

/** The newest version of a policy that anybody has told of. */
export const newestOf = (policyCode: string): Sql => sql`
  SELECT doc
  FROM replica
  WHERE topic = ${policyVersion.type} AND doc->>'code' = ${policyCode}
  ORDER BY (doc->>'versionNo')::int DESC
  LIMIT 1`;

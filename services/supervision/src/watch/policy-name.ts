import { policyVersion } from '@one-card/contracts';
import { sql } from '@one-card/database';

/** The name of the policy of `b.policy_code`, as its newest version has it; its code while none is known. */
export const policyName = sql`
  COALESCE((
    SELECT doc ->> 'name' FROM replica WHERE topic = ${policyVersion.type} AND doc ->> 'code' = b.policy_code ORDER BY doc ->> 'validFrom' DESC LIMIT 1
  ), b.policy_code)`;

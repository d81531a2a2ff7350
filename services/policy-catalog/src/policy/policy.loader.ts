import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { config } from '../config';
import { countyPolicies } from './county-policies';
import { PolicyService } from './policy.service';

/** An empty catalog begins with the county's policies of the file; a policy that is there already is its department's from then on. */
@Injectable()
export class PolicyLoader implements OnApplicationBootstrap {
  private readonly logger = new Logger(PolicyLoader.name);

  constructor(
    private readonly database: Database,
    private readonly policies: PolicyService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const loaded = await this.database.transaction(async (tx) => {
      await tx.lock('policies of the file', config.countyCode);
      const there = await tx.query<{ code: string }>(sql`SELECT DISTINCT code FROM policy_version WHERE county_code = ${config.countyCode}`);
      const known = new Set(there.map(({ code }) => code));
      const missing = countyPolicies().filter(({ code }) => !known.has(code));
      for (const draft of missing) await this.policies.add(draft, 'system', tx);
      return missing.length;
    });
    if (loaded > 0) this.logger.log(`${loaded} policies were loaded from the file`);
  }
}

import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { gatewayApi } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { ConfigError } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';
import { PersonService } from './person.service';

const seedFile = z.array(gatewayApi.createPerson.extend(gatewayApi.grantPosts.shape));

/** Nobody could enter the first administrators, so a deployment names them in a file. Whoever is known already is left as they are. */
@Injectable()
export class PersonSeed implements OnApplicationBootstrap {
  private readonly logger = new Logger(PersonSeed.name);

  constructor(
    private readonly database: Database,
    private readonly persons: PersonService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (config.seedPersons === undefined) return;
    const wanted = await readSeed(config.seedPersons);
    const entered = await this.database.transaction((tx) => this.enter(wanted, tx));
    if (entered > 0) this.logger.log(`Entered ${entered} persons from ${config.seedPersons}`);
  }

  private async enter(wanted: z.output<typeof seedFile>, tx: Transaction): Promise<number> {
    await tx.lock('person seed');
    const known = new Set(
      (await tx.query<{ id: string }>(sql`SELECT id FROM person WHERE id = ANY(${wanted.map(({ id }) => id)})`)).map(({ id }) => id),
    );
    const missing = wanted.filter(({ id }) => !known.has(id));
    for (const { posts, ...person } of missing) {
      await this.persons.create('deployment', person, tx);
      await this.persons.grant('deployment', person.id, posts, tx);
    }
    return missing.length;
  }
}

async function readSeed(file: string): Promise<z.output<typeof seedFile>> {
  try {
    return seedFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ') : String(cause);
    throw new ConfigError(`SEED_PERSONS names a file that cannot be used: ${why}`, { cause });
  }
}

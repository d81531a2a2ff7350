import { Injectable } from '@nestjs/common';
import { bankSimulatorApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { DomainError } from '@one-card/service';
import { z } from 'zod';

export type Behaviour = z.output<typeof bankSimulatorApi.behaviour>;

/** How the bank misbehaves, until told otherwise; kept in the database, so that a restart changes nothing. */
@Injectable()
export class BehaviourService {
  constructor(private readonly database: Database) {}

  async current(): Promise<Behaviour> {
    const row = await this.database.maybe<{ settings: unknown }>(sql`SELECT settings FROM behaviour`);
    return bankSimulatorApi.behaviour.parse(row?.settings ?? {});
  }

  async set(behaviour: Behaviour): Promise<Behaviour> {
    await this.database.transaction((tx) => tx.execute(sql`UPDATE behaviour SET settings = ${JSON.stringify(behaviour)}::jsonb`));
    return behaviour;
  }

  /** The behaviour, if the bank is up at all. */
  async open(): Promise<Behaviour> {
    const behaviour = await this.current();
    if (behaviour.down) throw new DomainError('bank-down', 503, { zh: '银行系统维护中', en: 'The bank is down' });
    return behaviour;
  }
}

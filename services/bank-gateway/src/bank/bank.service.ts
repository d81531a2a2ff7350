import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@one-card/database';
import banks from '../../data/banks.tsv';
import { config } from '../config';
import { Bank } from './bank.entity';

@Injectable()
export class BankService implements OnApplicationBootstrap {
  constructor(private readonly database: Database) {}

  /** The county's banks are known from the first start; what was changed since stays. */
  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction((tx) => tx.manager.createQueryBuilder().insert().into(Bank).values(seeds()).orIgnore().execute());
  }

  all(): Promise<Bank[]> {
    return this.database.dataSource.getRepository(Bank).find({ where: { countyCode: config.countyCode }, order: { code: 'ASC' } });
  }
}

function seeds(): Bank[] {
  const rows = banks.trim().split(/\r?\n/).slice(1);
  return rows.map((row) => {
    const [code = '', name = '', agreementNo = '', agreementFrom = '', agreementTo = '', days = ''] = row.split('\t');
    return { countyCode: config.countyCode, code, name, agreementNo, agreementFrom, agreementTo, holdsBouncedDays: Number(days) };
  });
}

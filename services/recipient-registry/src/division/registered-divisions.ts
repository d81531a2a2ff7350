import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { DivisionLookup } from '@one-card/service';
import { config } from '../config';

interface Placed {
  readonly code: string;
  readonly kind: string;
  readonly ancestors: readonly string[];
}

/** The registry's own divisions. They are few and change rarely: kept in memory, and read anew when somebody asks for one not known. */
@Injectable()
export class RegisteredDivisions extends DivisionLookup {
  private known: Promise<ReadonlyMap<string, Placed>> | undefined;

  constructor(private readonly database: Database) {
    super();
  }

  async ancestorsOf(code: string): Promise<readonly string[] | undefined> {
    return (await this.find(code))?.ancestors;
  }

  async isVillage(code: string): Promise<boolean> {
    return (await this.find(code))?.kind === 'village';
  }

  private async find(code: string): Promise<Placed | undefined> {
    const known = await this.known?.catch(() => undefined);
    if (known?.has(code)) return known.get(code);
    this.known = this.read();
    return (await this.known).get(code);
  }

  private async read(): Promise<ReadonlyMap<string, Placed>> {
    const rows = await this.database.query<Placed>(sql`SELECT code, kind, ancestors FROM division WHERE county_code = ${config.countyCode}`);
    return new Map(rows.map((row) => [row.code, row]));
  }
}

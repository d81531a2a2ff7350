import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { config } from '../config';

/** Years in which something was paid. One look into the index a year, however many sums there are. */
@Injectable()
export class Years {
  constructor(private readonly database: Database) {}

  /** The one asked for, else this year, else the last in which something was paid. */
  async choose(asked: number | undefined): Promise<{ chosen: number; all: number[] }> {
    const rows = await this.database.query<{ year: number }>(sql`
      WITH RECURSIVE years AS (
        (SELECT max(year) AS year FROM payment_sum WHERE county_code = ${config.countyCode})
        UNION ALL
        SELECT (SELECT max(s.year) FROM payment_sum s WHERE s.county_code = ${config.countyCode} AND s.year < years.year)
        FROM years
        WHERE years.year IS NOT NULL)
      SELECT year FROM years WHERE year IS NOT NULL`);
    const all = rows.map(({ year }) => year);
    const now = Number(chinaDate(await this.database.now()).slice(0, 4));
    return { chosen: asked ?? (all.includes(now) ? now : (all[0] ?? now)), all };
  }
}

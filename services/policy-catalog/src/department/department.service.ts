import { Injectable } from '@nestjs/common';
import { Database, sql } from '@one-card/database';
import { config } from '../config';

@Injectable()
export class DepartmentService {
  constructor(private readonly database: Database) {}

  /** The competent departments (业务主管部门), with how many policies each answers for today. */
  list(): Promise<{ name: string; policies: number }[]> {
    return this.database.query(sql`
      SELECT d.name, count(DISTINCT p.code)::int AS policies
      FROM department d
      LEFT JOIN policy_version p
        ON p.county_code = d.county_code AND p.department = d.name
        AND (p.valid_to IS NULL OR p.valid_to >= (business_now() AT TIME ZONE 'Asia/Shanghai')::date)
      WHERE d.county_code = ${config.countyCode}
      GROUP BY d.name
      ORDER BY d.name`);
  }
}

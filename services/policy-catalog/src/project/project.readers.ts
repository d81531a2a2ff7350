import { Injectable } from '@nestjs/common';
import { type Post } from '@one-card/domain';
import { type Actor, Authority, DivisionLookup, holdings } from '@one-card/service';
import { config } from '../config';
import type { ProjectEntity } from './project.entity';

const COUNTY_WIDE: readonly Post[] = [
  'budget-officer',
  'finance-reviewer',
  'treasury-operator',
  'treasury-approver',
  'publisher',
  'publicity-inspector',
  'supervisor',
  'system-admin',
  'security-auditor',
];
const OF_DEPARTMENT: readonly Post[] = ['department-clerk', 'department-approver'];
const OF_DIVISION: readonly Post[] = ['village-agent', 'township-clerk', 'township-reviewer'];

export type Scope = 'county' | { departments: string[]; divisions: string[] };

/** Who may read which projects: finance and supervision all, a department its own, a township those it takes part in. */
@Injectable()
export class ProjectReaders {
  constructor(
    private readonly authority: Authority,
    private readonly divisions: DivisionLookup,
  ) {}

  async scopeOf(actor: Actor): Promise<Scope> {
    if (holdings(actor, COUNTY_WIDE).length > 0) return 'county';
    const departments = holdings(actor, OF_DEPARTMENT).flatMap(({ department }) => department ?? []);
    const held = holdings(actor, OF_DIVISION).flatMap(({ divisions }) => divisions);
    if (held.includes(config.countyCode)) return 'county';
    if (departments.length + held.length === 0) await this.authority.require(actor, [...OF_DEPARTMENT, ...OF_DIVISION, ...COUNTY_WIDE]);
    const above = await Promise.all(held.map((code) => this.divisions.ancestorsOf(code)));
    return { departments, divisions: [...held, ...above.flatMap((codes) => codes ?? [])] };
  }

  async require(actor: Actor, { department, divisions }: ProjectEntity): Promise<void> {
    const scope = await this.scopeOf(actor);
    if (scope === 'county' || scope.departments.includes(department) || divisions.some((code) => scope.divisions.includes(code))) return;
    await this.authority.require(actor, OF_DEPARTMENT, { department });
  }
}

import { Injectable } from '@nestjs/common';
import { division, project } from '@one-card/contracts';
import { Database, errorOfConstraint, sql, type Transaction } from '@one-card/database';
import { type Actor, Authority, decodeCursor, notFound, page } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { config } from '../config';
import type { PolicyVersionEntity } from '../policy/policy.entity';
import { versionFor } from '../policy/policy.service';
import type { OpenProject, ProjectQuery } from './project.dto';
import { ProjectEntity } from './project.entity';
import { chainRefused, divisionUnknown, fundMissing, noVersion, periodReversed, projectExists } from './project.errors';
import { ProjectReaders } from './project.readers';
import { chainFault, rateOf, usualChain } from './project.rules';

@Injectable()
export class ProjectService {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly readers: ProjectReaders,
  ) {}

  /** A department opens a project: one policy version, one year or season, its divisions and its funds (二.二.3). */
  async open(order: OpenProject, actor: Actor, tx: Transaction): Promise<ProjectEntity> {
    if (order.periodTo < order.periodFrom) throw periodReversed();
    const policy = await versionFor(order.policyCode, order.periodFrom, order.periodTo, tx);
    if (policy === null) throw noVersion(order.policyCode, order.periodFrom, order.periodTo);
    const divisions = [...new Set(order.divisions)].sort();
    for (const code of divisions) await this.authority.require(actor, 'department-clerk', { department: policy.department, division: code });
    await this.requireTownships(divisions, tx);
    const opened: ProjectEntity = {
      ...termsOf(order, policy),
      id: uuidv7(),
      version: 1,
      divisions,
      openedBy: actor.id,
      openedAt: await tx.now(),
    };
    await tx.manager.insert(ProjectEntity, opened).catch((error: unknown) => {
      throw errorOfConstraint(error) === 'project_name' ? projectExists(order.name, order.year) : error;
    });
    await tx.publish(project, opened);
    return opened;
  }

  async list({ policyCode, year, limit, cursor }: ProjectQuery, actor: Actor) {
    const [after] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const scope = await this.readers.scopeOf(actor);
    const found = this.repository
      .createQueryBuilder('project')
      .where('project.county_code = :county', { county: config.countyCode })
      .orderBy('project.id')
      .limit(limit + 1);
    if (after !== undefined) found.andWhere('project.id > :after', { after });
    if (policyCode !== undefined) found.andWhere('project.policy_code = :policyCode', { policyCode });
    if (year !== undefined) found.andWhere('project.year = :year', { year });
    if (scope !== 'county') found.andWhere('(project.department = ANY(:departments) OR project.divisions && CAST(:divisions AS text[]))', scope);
    return page(await found.getMany(), limit, ({ id }) => [id]);
  }

  async one(id: string, actor: Actor): Promise<ProjectEntity> {
    const found = await this.repository.findOneBy({ id, countyCode: config.countyCode });
    if (found === null) throw notFound({ zh: '发放项目', en: 'project' }, id);
    await this.readers.require(actor, found);
    return found;
  }

  private async requireTownships(codes: readonly string[], tx: Transaction): Promise<void> {
    const known = await tx.query<{ key: string }>(sql`
      SELECT key
      FROM replica
      WHERE topic = ${division.type} AND key = ANY(${codes}) AND doc->>'kind' IN ('township', 'functional')`);
    const found = new Set(known.map(({ key }) => key));
    const unknown = codes.filter((code) => !found.has(code));
    if (unknown.length > 0) throw divisionUnknown(unknown);
  }

  private get repository() {
    return this.database.dataSource.getRepository(ProjectEntity);
  }
}

function termsOf(order: OpenProject, policy: PolicyVersionEntity) {
  const rate = rateOf(policy, order);
  if (rate === 'fund-missing') throw fundMissing();
  const chain = order.chain ?? usualChain(policy);
  const fault = chainFault(chain, policy);
  if (fault !== undefined) throw chainRefused(fault);
  const { policyCode, name, year, periodFrom, periodTo, fundFen, areaMilli } = order;
  return {
    countyCode: config.countyCode,
    policyVersionId: policy.id,
    policyCode,
    department: policy.department,
    name,
    year,
    periodFrom,
    periodTo,
    chain,
    fundFen,
    areaMilli,
    rateFen: rate === null ? null : String(rate),
    state: 'open' as const,
  };
}

import { Injectable } from '@nestjs/common';
import { policyVersion } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { addDays } from '@one-card/domain';
import { type Actor, Authority, decodeCursor, holdings, notFound, page } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { config } from '../config';
import type { PolicyDraft, PolicyQuery } from './policy.dto';
import { PolicyVersionEntity } from './policy.entity';
import { notLater, refused } from './policy.errors';
import { faultOf, rulesOf } from './policy.rules';

const policyWords = { zh: '补贴政策', en: 'policy' };

@Injectable()
export class PolicyService {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
  ) {}

  /** A department publishes a policy of its own, or its next version (二.一.2, 二.一.4): by its code nobody takes another's policy over. */
  async publish(draft: PolicyDraft, actor: Actor, tx: Transaction): Promise<PolicyVersionEntity> {
    await lock(draft.code, tx);
    const owner = (await newest(draft.code, tx))?.department ?? draft.department;
    if (holdings(actor, 'system-admin').length === 0)
      for (const department of new Set([owner, draft.department])) await this.authority.require(actor, 'department-clerk', { department });
    return this.add(draft, actor.id, tx);
  }

  async add(draft: PolicyDraft, publishedBy: string, tx: Transaction): Promise<PolicyVersionEntity> {
    const fault = faultOf(draft);
    if (fault !== undefined) throw refused(fault);
    const { countyCode } = config;
    await lock(draft.code, tx);
    const last = await newest(draft.code, tx);
    if (last !== null) await endBefore(last, draft.validFrom, tx);
    await tx.execute(sql`INSERT INTO department (county_code, name) VALUES (${countyCode}, ${draft.department}) ON CONFLICT DO NOTHING`);
    const published: PolicyVersionEntity = {
      ...draft,
      id: uuidv7(),
      version: 1,
      countyCode,
      versionNo: (last?.versionNo ?? 0) + 1,
      rules: rulesOf(draft),
      publishedBy,
      publishedAt: await tx.now(),
    };
    await tx.manager.insert(PolicyVersionEntity, published);
    await tx.publish(policyVersion, published);
    return published;
  }

  /** The version of each policy that holds now, or in the year asked for. */
  async list({ year, department, level, limit, cursor }: PolicyQuery) {
    const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? [''];
    const [from, to] = year === undefined ? [null, null] : [`${year}-01-01`, `${year}-12-31`];
    const ids = await this.database.query<{ id: string }>(sql`
      SELECT DISTINCT ON (code) id
      FROM policy_version
      WHERE county_code = ${config.countyCode} AND code > ${after}
        AND valid_from <= coalesce(${to}::date, (business_now() AT TIME ZONE 'Asia/Shanghai')::date)
        AND (valid_to IS NULL OR valid_to >= coalesce(${from}::date, (business_now() AT TIME ZONE 'Asia/Shanghai')::date))
        AND (${department ?? null}::text IS NULL OR department = ${department ?? null})
        AND (${level ?? null}::text IS NULL OR level = ${level ?? null})
      ORDER BY code, version_no DESC
      LIMIT ${limit + 1}`);
    const rows = await this.byIds(ids.map(({ id }) => id));
    return page(rows, limit, ({ code }) => [code]);
  }

  async versions(code: string): Promise<PolicyVersionEntity[]> {
    const found = await this.repository.find({ where: { countyCode: config.countyCode, code }, order: { versionNo: 'DESC' } });
    if (found.length === 0) throw notFound(policyWords, code);
    return found;
  }

  /** In the order of their codes. */
  async byIds(ids: readonly string[]): Promise<PolicyVersionEntity[]> {
    if (ids.length === 0) return [];
    return this.repository.createQueryBuilder('policy').where('policy.id = ANY(:ids)', { ids }).orderBy('policy.code').getMany();
  }

  private get repository() {
    return this.database.dataSource.getRepository(PolicyVersionEntity);
  }
}

/** The version that holds over the whole of a period; a period over which two hold must be cut in two. */
export async function versionFor(code: string, from: string, to: string, tx: Transaction): Promise<PolicyVersionEntity | null> {
  return tx.manager
    .createQueryBuilder(PolicyVersionEntity, 'policy')
    .where('policy.county_code = :county AND policy.code = :code', { county: config.countyCode, code })
    .andWhere('policy.valid_from <= :from AND (policy.valid_to IS NULL OR policy.valid_to >= :to)', { from, to })
    .orderBy('policy.version_no', 'DESC')
    .getOne();
}

const lock = (code: string, tx: Transaction): Promise<void> => tx.lock('policy', config.countyCode, code);

function newest(code: string, tx: Transaction): Promise<PolicyVersionEntity | null> {
  return tx.manager.findOne(PolicyVersionEntity, { where: { countyCode: config.countyCode, code }, order: { versionNo: 'DESC' } });
}

/** The day before the next version begins is the last of this one, and everybody is told. */
async function endBefore(last: PolicyVersionEntity, validFrom: string, tx: Transaction): Promise<void> {
  if (validFrom <= last.validFrom) throw notLater(last.code, last.validFrom);
  const validTo = addDays(validFrom, -1);
  if (last.validTo !== null && last.validTo <= validTo) return;
  const ended = { validTo, version: last.version + 1 };
  await tx.manager.update(PolicyVersionEntity, { id: last.id }, ended);
  await tx.publish(policyVersion, { ...last, ...ended });
}

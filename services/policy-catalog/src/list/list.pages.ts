import { Injectable } from '@nestjs/common';
import { Database } from '@one-card/database';
import { chinaDate } from '@one-card/domain';
import { say } from '@one-card/service';
import { PolicyService } from '../policy/policy.service';
import type { PolicyListQuery } from './list.dto';
import { changesBetween, COLUMNS, inOrder, type PolicyRow, rowOf } from './list.rules';
import { ListService } from './list.service';

/** The policy list as people read it and take it home (二.一.3, 二.一.4). */
@Injectable()
export class ListPages {
  constructor(
    private readonly database: Database,
    private readonly lists: ListService,
    private readonly policies: PolicyService,
  ) {}

  async list(query: PolicyListQuery) {
    const year = query.year ?? Number(chinaDate(await this.database.now()).slice(0, 4));
    const { publishedAt, policies } = await this.lists.of(year);
    const rows = inOrder(policies).map((policy, at) => rowOf(policy, at + 1));
    return {
      year,
      publishedAt,
      levels: [...new Set(rows.map(({ level }) => level))],
      departments: [...new Set(rows.map(({ department }) => department))],
      items: rows.filter((row) => wanted(row, query)),
    };
  }

  /** As a table for a file. */
  async table(query: PolicyListQuery) {
    const { year, items } = await this.list(query);
    return {
      fileName: say({ zh: `${String(year)} 年惠民惠农财政补贴政策清单`, en: `policy-list-${String(year)}` }),
      sheet: say({ zh: '政策清单', en: 'policies' }),
      heads: COLUMNS.map(([head]) => say(head)),
      rows: items.map((row) => COLUMNS.map(([, cell]) => cell(row))),
    };
  }

  /** Every version, the newest first, each with what it changed. */
  async versions(code: string) {
    const rows = (await this.policies.versions(code)).map((version) => rowOf(version, version.versionNo));
    return rows.map((row, at) => {
      const before = rows[at + 1];
      return { ...row, changes: before === undefined ? [] : changesBetween(before, row) };
    });
  }
}

function wanted(row: PolicyRow, { level, department, recipient, text }: PolicyListQuery): boolean {
  return (
    (level === undefined || row.level === level) &&
    (department === undefined || row.department === department) &&
    (recipient === undefined || row.recipient === recipient) &&
    (text === undefined || [row.name, row.department, row.beneficiaries].some((words) => words.includes(text)))
  );
}

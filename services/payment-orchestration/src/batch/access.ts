import { Injectable } from '@nestjs/common';
import { DomainError, type Actor, Authority, holdings } from '@one-card/service';
import type { ActedBy, BatchRow, RollRow } from './batch.row';
import type { Held } from '@one-card/service';

/** Whose business is the whole county. */
export const COUNTY_READERS = [
  ...['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver'],
  ...['supervisor', 'security-auditor', 'publicity-inspector'],
] as const;
const DEPARTMENT_READERS = ['department-clerk', 'department-approver', 'publisher'] as const;
const DIVISION_READERS = ['township-clerk', 'township-reviewer', 'village-agent'] as const;

export const actedBy = (actor: Actor, held: Held): ActedBy => ({ actor: actor.id, name: actor.name, post: held.post });

/** Who may look at batches and rolls: the department at its own, townships at theirs, finance and supervision at all. */
@Injectable()
export class Access {
  constructor(private readonly authority: Authority) {}

  /** Of the county, or of departments and divisions, for lists. */
  scopeOf(actor: Actor): { everything: boolean; departments: string[]; divisions: string[] } {
    return {
      everything: holdings(actor, COUNTY_READERS).length > 0,
      departments: holdings(actor, DEPARTMENT_READERS).flatMap(({ department }) => department ?? []),
      divisions: holdings(actor, DIVISION_READERS).flatMap(({ divisions }) => divisions),
    };
  }

  async demandBatch(actor: Actor, batch: BatchRow, rolls: readonly RollRow[]): Promise<void> {
    const { everything, departments } = this.scopeOf(actor);
    if (everything || departments.includes(batch.department)) return;
    for (const roll of rolls) if (await this.covers(actor, roll.division_code)) return;
    throw notYours();
  }

  async demandRoll(actor: Actor, batch: BatchRow, roll: RollRow): Promise<void> {
    await this.demandBatch(actor, batch, [roll]);
  }

  async seesRoll(actor: Actor, batch: BatchRow, roll: RollRow): Promise<boolean> {
    const { everything, departments } = this.scopeOf(actor);
    return everything || departments.includes(batch.department) || this.covers(actor, roll.division_code);
  }

  /** The post by which somebody reviews, when the matter waits for it; who holds another is told which is needed. */
  async reviewer(actor: Actor, post: string, batch: BatchRow, division?: string): Promise<Held> {
    const department = post.startsWith('department-') ? batch.department : undefined;
    return this.authority.require(actor, post, { department, division: department === undefined ? division : undefined });
  }

  private async covers(actor: Actor, division: string): Promise<boolean> {
    for (const held of holdings(actor, DIVISION_READERS)) if (await this.authority.covers(held, division)) return true;
    return false;
  }
}

const notYours = () =>
  new DomainError('wrong-post', 403, {
    zh: '您的岗位不管辖此批次的部门或区划,不能查看',
    en: 'None of your posts covers the department or divisions of this batch',
  });

import { Injectable } from '@nestjs/common';
import { type Post } from '@one-card/domain';
import { type Actor, Authority, DomainError, holdings, requirePost } from '@one-card/service';

/** Posts that see people of the divisions for which they are held. */
const readers: readonly Post[] = ['village-agent', 'township-clerk', 'township-reviewer', 'department-clerk', 'department-approver'];
/** Finance and supervision see people of the whole county. */
const countyReaders: readonly Post[] = ['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor'];
/** Who may see who read whom. */
const recordReaders: readonly Post[] = ['security-auditor', ...countyReaders];

/** Who may see and change whom. Every refusal is said (403); nothing is silently left out. */
@Injectable()
export class PersonRights {
  constructor(private readonly authority: Authority) {}

  /** Before anything is looked up: whoever may see nobody is not told either who is registered. */
  reader(actor: Actor): void {
    requirePost(actor, [...readers, ...countyReaders]);
  }

  async read(actor: Actor, villages: Iterable<string>): Promise<void> {
    if (holdings(actor, countyReaders).length > 0) return;
    for (const division of new Set(villages)) await this.authority.require(actor, readers, { division });
  }

  async readRecord(actor: Actor, village: string): Promise<void> {
    if (holdings(actor, recordReaders).length === 0) await this.read(actor, [village]);
  }

  async mend(actor: Actor, village: string): Promise<void> {
    await this.authority.require(actor, 'township-clerk', { division: village });
  }

  /** Which villages somebody may enter people of: a township clerk those of the township, a department's system those of its clerk's post. */
  enter(actor: Actor): (village: string) => Promise<boolean> {
    const held = holdings(actor, actor.system ? ['department-clerk', 'township-clerk'] : 'township-clerk');
    if (held.length === 0) throw notAllowedToEnter();
    const known = new Map<string, Promise<boolean>>();
    const anyCovers = async (village: string): Promise<boolean> => {
      for (const one of held) if (await this.authority.covers(one, village)) return true;
      return false;
    };
    return (village) => {
      const answer = known.get(village) ?? anyCovers(village);
      known.set(village, answer);
      return answer;
    };
  }
}

const notAllowedToEnter = (): DomainError =>
  new DomainError('wrong-post', 403, {
    zh: '登记人员信息需要乡镇经办岗位,或使用部门业务系统的账号',
    en: 'People are entered by a township clerk or by the system of a department',
  });

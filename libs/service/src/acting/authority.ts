import { Inject, Injectable } from '@nestjs/common';
import { isPost, postNames } from '@one-card/domain';
import { type AnyConfig } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { SERVICE_CONFIG } from '../tokens';
import type { Actor, Held } from './actor';
import { DivisionLookup } from './division-lookup';

export interface Scope {
  /** Code of the division in whose matter somebody acts. */
  readonly division?: string;
  /** Code of the department in whose matter somebody acts. */
  readonly department?: string;
}

/** Decides by post, division and department whether somebody may act. */
@Injectable()
export class Authority {
  constructor(
    private readonly divisions: DivisionLookup,
    @Inject(SERVICE_CONFIG) private readonly config: AnyConfig,
  ) {}

  /** The post by which the actor may act; error 403 `wrong-post`, which says what is needed, when they hold none. */
  async require(actor: Actor, posts: string | readonly string[], scope: Scope = {}): Promise<Held> {
    for (const held of holdings(actor, posts)) {
      if (scope.department !== undefined && held.department !== scope.department) continue;
      if (scope.division === undefined || (await this.covers(held, scope.division))) return held;
    }
    throw wrongPost(typeof posts === 'string' ? [posts] : posts, scope);
  }

  /** A post is held for divisions with all below them; whoever holds it for the county holds it for every division. */
  async covers(held: Held, division: string): Promise<boolean> {
    const { countyCode } = this.config;
    if (held.divisions.includes(division) || (countyCode !== undefined && held.divisions.includes(countyCode))) return true;
    if (held.divisions.length === 0) return false;
    const above = (await this.divisions.ancestorsOf(division)) ?? [];
    return above.some((code) => held.divisions.includes(code));
  }
}

/** The actor's holdings of these posts, wherever they hold them: for lists that show each what is theirs. */
export function holdings(actor: Actor, posts: string | readonly string[]): Held[] {
  const wanted = typeof posts === 'string' ? [posts] : posts;
  return actor.posts.filter(({ post }) => wanted.includes(post));
}

/** For acts that belong to a post, whatever the division or department. */
export function requirePost(actor: Actor, posts: string | readonly string[]): Held {
  const [held] = holdings(actor, posts);
  if (held === undefined) throw wrongPost(typeof posts === 'string' ? [posts] : posts, {});
  return held;
}

function wrongPost(posts: readonly string[], { division, department }: Scope): DomainError {
  const zh = posts.map((post) => (isPost(post) ? postNames[post] : post)).join('或');
  const en = posts.map((post) => post.replaceAll('-', ' ')).join(' or ');
  const where = { zh: '', en: '' };
  if (department !== undefined) {
    where.zh += `部门 ${department} 的`;
    where.en += ` of department ${department}`;
  }
  if (division !== undefined) {
    where.zh += `管辖 ${division} 的`;
    where.en += ` for division ${division}`;
  }
  const detail = { zh: `此操作需要${where.zh}${zh}岗位`, en: `This needs the post of ${en}${where.en}` };
  return new DomainError('wrong-post', 403, detail, { posts, division, department });
}

import { readFileSync } from 'node:fs';
import type { Post } from '@one-card/domain';
import { Session } from './session';

interface DemoPerson {
  /** what they sign in with */
  id: string;
  name: string;
  kind: string;
  posts: { post: Post; department: string | null; divisions: string[] }[];
}

/** The persons of the local run, each signed in when first needed. */
export class People {
  private readonly persons: DemoPerson[];
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(
    private readonly gatewayUrl: string,
    file: string,
    private readonly password: string,
  ) {
    this.persons = (JSON.parse(readFileSync(file, 'utf8')) as DemoPerson[]).filter(({ kind }) => kind === 'person');
  }

  /** Whoever holds this post, for a department or a division where the post has one. */
  holding(post: Post, where: { department?: string; division?: string } = {}): Promise<Session> {
    const person = this.persons.find(({ posts }) =>
      posts.some(
        (held) =>
          held.post === post &&
          (where.department === undefined || held.department === where.department) &&
          (where.division === undefined || held.divisions.includes(where.division)),
      ),
    );
    if (!person) throw new Error(`nobody holds ${post} ${JSON.stringify(where)}`);
    let session = this.sessions.get(person.id);
    if (!session) {
      session = Session.signIn(this.gatewayUrl, person.id, this.password);
      this.sessions.set(person.id, session);
    }
    return session;
  }

  public(): Session {
    return Session.anonymous(this.gatewayUrl);
  }
}

import { useSession } from '@one-card/web';
import { useRef } from 'react';

interface Held {
  readonly post: string;
  readonly department: string | null;
  readonly divisions: readonly string[];
}

/** Posts of whoever is signed in, to show what they have to do with; what they may do is the services' to decide. */
export function usePosts() {
  const person = useSession().data?.person ?? undefined;
  const held = useRef<readonly Held[]>([]);
  // The session may end while somebody types: the page stays as it was.
  if (person !== undefined) held.current = person.posts;
  const holds = (...posts: string[]): boolean => held.current.some(({ post }) => posts.includes(post));
  const holdsFor = (post: string | null, where: { department?: string; division?: string } = {}): boolean =>
    post !== null && held.current.some((one) => one.post === post && covers(one, where));
  return { holds, holdsFor, held: held.current };
}

/** A division's code begins with that of the one above it; functional divisions look after villages of others, which the services know. */
function covers(held: Held, { department, division }: { department?: string; division?: string }): boolean {
  if (held.post.startsWith('department-') && department !== undefined && held.department !== department) return false;
  if (!held.post.startsWith('township-') || division === undefined) return true;
  return held.divisions.some((code) => division.startsWith(code));
}

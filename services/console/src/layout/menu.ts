import { type MenuGroup, pages } from '../pages';

const order: readonly MenuGroup[] = ['work', 'finance', 'public', 'oversight', 'administration'];

export interface MenuEntry {
  readonly path: string;
  readonly label: string;
}

/** The menu of whoever holds these posts: a group that would be empty is left out. */
export function menuOf(posts: readonly string[]): { group: MenuGroup; pages: MenuEntry[] }[] {
  const visible = pages.filter(({ posts: wanted }) => wanted === undefined || wanted.some((post) => posts.includes(post)));
  const groups = order.map((group) => ({
    group,
    pages: visible.flatMap(({ path, menu }) => (menu?.group === group ? [{ path, label: menu.label }] : [])),
  }));
  return groups.filter((group) => group.pages.length > 0);
}

import type { Post } from '@one-card/domain';
import { page } from '@one-card/web';
import type { ComponentType, LazyExoticComponent } from 'react';

export type MenuGroup = 'work' | 'finance' | 'public' | 'oversight' | 'administration';

export interface ConsolePage {
  readonly path: string;
  readonly Page: LazyExoticComponent<ComponentType>;
  /** Where it stands in the menu; a page without one is reached from others. */
  readonly menu?: { readonly group: MenuGroup; readonly label: string };
  /** Whose menu shows it; everybody's where none are named. What they may do there, the services decide. */
  readonly posts?: readonly Post[];
}

/** Every page. A page to add is an entry here (README.md). */
export const pages: readonly ConsolePage[] = [
  { path: '/', Page: page(() => import('./pages/todo/TodoPage')), menu: { group: 'work', label: 'nav.todo' } },
];

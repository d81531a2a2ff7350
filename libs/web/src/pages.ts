import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/** A page that is fetched when somebody goes there: `page(() => import('./pages/batch/BatchPage'))`. */
export function page(load: () => Promise<{ default: ComponentType }>): LazyExoticComponent<ComponentType> {
  return lazy(load);
}

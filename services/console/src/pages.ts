import type { Post } from '@one-card/domain';
import { page } from '@one-card/web';
import type { ComponentType, LazyExoticComponent } from 'react';
import { MONEY_READERS } from './data/money-readers';
import { OVERSEERS } from './data/overseers';

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
  { path: '/batches', Page: page(() => import('./pages/batch/BatchesPage')), menu: { group: 'work', label: 'nav.batches' } },
  { path: '/batches/:id', Page: page(() => import('./pages/batch/BatchPage')) },
  { path: '/batches/:id/order', Page: page(() => import('./pages/order/OrderPage')) },
  { path: '/rolls/:id', Page: page(() => import('./pages/roll/RollPage')) },
  { path: '/accounts/:account', Page: page(() => import('./pages/line/AccountPage')) },
  { path: '/lines/:line', Page: page(() => import('./pages/line/LinePage')) },
  { path: '/projects', Page: page(() => import('./pages/project/ProjectsPage')), menu: { group: 'work', label: 'nav.projects' } },
  { path: '/projects/new', Page: page(() => import('./pages/project/NewProjectPage')) },
  { path: '/projects/:id', Page: page(() => import('./pages/project/ProjectPage')) },
  { path: '/notices', Page: page(() => import('./pages/notice/NoticesPage')), menu: { group: 'public', label: 'nav.notices' } },
  { path: '/notices/:id', Page: page(() => import('./pages/notice/NoticePage')) },
  { path: '/objections/:id', Page: page(() => import('./pages/notice/ObjectionPage')) },
  {
    path: '/cases',
    Page: page(() => import('./pages/case/CasesPage')),
    menu: { group: 'public', label: 'nav.cases' },
    posts: ['department-clerk', 'publisher', 'publicity-inspector', 'supervisor'],
  },
  { path: '/cases/:id', Page: page(() => import('./pages/case/CasePage')) },
  {
    path: '/finance',
    Page: page(() => import('./pages/finance/FinancePage')),
    menu: { group: 'finance', label: 'nav.finance' },
    posts: OVERSEERS,
  },
  {
    path: '/indicators',
    Page: page(() => import('./pages/fund/IndicatorsPage')),
    menu: { group: 'finance', label: 'nav.indicators' },
    posts: MONEY_READERS,
  },
  { path: '/orders', Page: page(() => import('./pages/order/OrdersPage')), menu: { group: 'finance', label: 'nav.orders' }, posts: MONEY_READERS },
  { path: '/orders/:id', Page: page(() => import('./pages/order/OrderDetailPage')) },
  {
    path: '/supervision',
    Page: page(() => import('./pages/supervision/SupervisionPage')),
    menu: { group: 'oversight', label: 'nav.supervision' },
    posts: OVERSEERS,
  },
  {
    path: '/alerts',
    Page: page(() => import('./pages/supervision/AlertsPage')),
    menu: { group: 'oversight', label: 'nav.alerts' },
    posts: OVERSEERS,
  },
  {
    path: '/audit',
    Page: page(() => import('./pages/audit/AuditPage')),
    menu: { group: 'oversight', label: 'nav.audit' },
    posts: ['supervisor', 'security-auditor'],
  },
  {
    path: '/persons',
    Page: page(() => import('./pages/admin/PersonsPage')),
    menu: { group: 'administration', label: 'nav.persons' },
    posts: ['system-admin', 'security-admin', 'security-auditor'],
  },
  {
    path: '/dead-letters',
    Page: page(() => import('./pages/admin/DeadLettersPage')),
    menu: { group: 'administration', label: 'nav.dead-letters' },
    posts: ['system-admin'],
  },
];

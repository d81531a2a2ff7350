import { page } from '@one-card/web';
import type { ComponentType, LazyExoticComponent } from 'react';

interface PortalPage {
  readonly path: string;
  readonly Page: LazyExoticComponent<ComponentType>;
  /** the word in the menu, where it stands there */
  readonly menu?: string;
}

/** Every page: its address and its module. A page to add is a line here (README.md). */
export const pages: readonly PortalPage[] = [
  { path: '/', Page: page(() => import('./pages/home/HomePage')), menu: 'nav.home' },
  { path: '/policies', Page: page(() => import('./pages/policy/PolicyListPage')), menu: 'nav.policies' },
  { path: '/policies/:code', Page: page(() => import('./pages/policy/PolicyPage')) },
  { path: '/notices', Page: page(() => import('./pages/notice/NoticeListPage')), menu: 'nav.notices' },
  { path: '/notices/:id', Page: page(() => import('./pages/notice/NoticePage')) },
  { path: '/notices/:id/board', Page: page(() => import('./pages/notice/BoardPage')) },
  { path: '/notices/:id/object', Page: page(() => import('./pages/notice/ObjectPage')) },
  { path: '/payments', Page: page(() => import('./pages/payment/PaymentsPage')), menu: 'nav.payments' },
  { path: '/payments/lines', Page: page(() => import('./pages/payment/LinesPage')) },
  { path: '/mine', Page: page(() => import('./pages/mine/MinePage')), menu: 'nav.mine' },
  { path: '/questions', Page: page(() => import('./pages/question/QuestionsPage')), menu: 'nav.questions' },
  { path: '/follow-up', Page: page(() => import('./pages/question/FollowUpPage')) },
  { path: '/about', Page: page(() => import('./pages/about/AboutPage')) },
];

import { page } from '@one-card/web';

/** Every page: its address, its module, and the word in the menu where it stands in it. A page to add is a line here (README.md). */
export const pages = [
  { path: '/', Page: page(() => import('./pages/home/HomePage')), menu: 'nav.home' },
  { path: '/policies', Page: page(() => import('./pages/policy/PolicyListPage')), menu: 'nav.policies' },
  { path: '/notices', Page: page(() => import('./pages/notice/NoticeListPage')), menu: 'nav.notices' },
  { path: '/payments', Page: page(() => import('./pages/payment/PaymentsPage')), menu: 'nav.payments' },
  { path: '/mine', Page: page(() => import('./pages/mine/MinePage')), menu: 'nav.mine' },
  { path: '/questions', Page: page(() => import('./pages/question/QuestionsPage')), menu: 'nav.questions' },
] as const;

import { createBrowserRouter } from 'react-router';
import { NotFoundPage } from './layout/NotFoundPage';
import { Shell } from './layout/Shell';
import { SignedInPage } from './layout/SignedInPage';
import { pages } from './pages';

export const router = createBrowserRouter(
  [
    { path: '/signed-in', element: <SignedInPage /> },
    {
      element: <Shell />,
      children: [...pages.map(({ path, Page }) => ({ path, element: <Page /> })), { path: '*', element: <NotFoundPage /> }],
    },
  ],
  { basename: '/console' },
);

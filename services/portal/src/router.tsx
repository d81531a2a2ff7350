import { createBrowserRouter } from 'react-router';
import { Layout } from './layout/Layout';
import { NotFoundPage } from './layout/NotFoundPage';
import { pages } from './pages';

export const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [...pages.map(({ path, Page }) => ({ path, element: <Page /> })), { path: '*', element: <NotFoundPage /> }],
  },
]);

import { ErrorBoundary, signInAddress, useSession } from '@one-card/web';
import { Layout, Result, Spin } from 'antd';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { Problem } from '../components/Problem';
import { BrokenPage } from './BrokenPage';
import { SessionEnd } from './SessionEnd';
import { SideMenu } from './SideMenu';
import { TopBar } from './TopBar';

/** The frame of every page, for people who are signed in; whoever is not is taken to the sign-in and back. */
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const wasSignedIn = useRef(false);
  const person = session.data?.person ?? undefined;
  if (person !== undefined) wasSignedIn.current = true;
  const mustSignIn = session.data !== undefined && person === undefined && !wasSignedIn.current;
  useEffect(() => {
    if (mustSignIn) window.location.replace(signInAddress());
  }, [mustSignIn]);
  if (session.isError && session.data === undefined) return <Problem error={session.error} retry={() => void session.refetch()} />;
  if (!wasSignedIn.current) return <Spin className="whole-page" description={t('web.loading')} />;
  return <Frame posts={person?.posts.map(({ post }) => post)} />;
}

function Frame({ posts }: { posts: readonly string[] | undefined }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  // the session may end while somebody types: the frame stays as it was
  const held = useRef<readonly string[]>([]);
  if (posts !== undefined) held.current = posts;
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {t('web.skip')}
      </a>
      <SideMenu posts={held.current} />
      <Layout>
        <TopBar />
        <Layout.Content id="content" tabIndex={-1} className="content">
          <ErrorBoundary at={pathname} fallback={() => <BrokenPage />}>
            <Suspense fallback={<Spin />}>{held.current.length === 0 ? <NoPosts /> : <Outlet />}</Suspense>
          </ErrorBoundary>
        </Layout.Content>
      </Layout>
      <SessionEnd />
    </Layout>
  );
}

function NoPosts() {
  const { t } = useTranslation();
  return <Result status="info" title={t('no-posts.title')} subTitle={t('no-posts.advice')} />;
}

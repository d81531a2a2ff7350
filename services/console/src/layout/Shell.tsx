import { ErrorBoundary, signInAddress, useSession } from '@one-card/web';
import { Layout, Result, Spin } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
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
  const whose = useRef<string>(undefined);
  const person = session.data?.person ?? undefined;
  useEffect(() => {
    if (person === undefined) return;
    // what is on the page belongs to whoever was signed in before
    if (whose.current !== undefined && whose.current !== person.id) window.location.reload();
    whose.current = person.id;
  }, [person]);
  const mustSignIn = session.data !== undefined && person === undefined && whose.current === undefined;
  useEffect(() => {
    if (mustSignIn) window.location.replace(signInAddress());
  }, [mustSignIn]);
  if (session.isError && session.data === undefined) return <Problem error={session.error} retry={() => void session.refetch()} />;
  if (person === undefined && whose.current === undefined) return <Spin className="whole-page" description={t('web.loading')} />;
  return <Frame posts={person?.posts.map(({ post }) => post)} />;
}

function Frame({ posts }: { posts: readonly string[] | undefined }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [menuClosed, setMenuClosed] = useState(false);
  // the session may end while somebody types: the frame stays as it was
  const held = useRef<readonly string[]>([]);
  if (posts !== undefined) held.current = posts;
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {t('web.skip')}
      </a>
      <SideMenu posts={held.current} closed={menuClosed} onClosed={setMenuClosed} />
      <Layout>
        <TopBar menuClosed={menuClosed} onMenu={() => setMenuClosed(!menuClosed)} />
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

import { ErrorBoundary } from '@one-card/web';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { BrokenPage } from './BrokenPage';
import { Footer } from './Footer';
import { Header } from './Header';

/** The frame of every page. Whoever goes to another page is taken to its beginning, also by keyboard and screen reader. */
export function Layout() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <>
      <a className="skip" href="#content">
        {t('web.skip')}
      </a>
      <Header />
      <main id="content" ref={main} tabIndex={-1}>
        <ErrorBoundary at={pathname} fallback={() => <BrokenPage />}>
          <Suspense fallback={<p className="loading">{t('web.loading')}</p>}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Footer />
    </>
  );
}

import { Layout, Menu } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, matchPath, useLocation } from 'react-router';
import { menuOf } from './menu';

/** What the posts held have to do with, in groups. */
export function SideMenu({ posts, closed, onClosed }: { posts: readonly string[]; closed: boolean; onClosed: (closed: boolean) => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const over = useOver(closed, pathname, onClosed);
  const groups = useMemo(() => menuOf(posts), [posts]);
  const selected = groups.flatMap(({ pages }) => pages.map(({ path }) => path)).filter((path) => matchPath({ path, end: path === '/' }, pathname));
  const items = groups.map(({ group, pages }) => ({
    key: group,
    type: 'group' as const,
    label: t(`nav.group.${group}`),
    children: pages.map(({ path, label }) => ({ key: path, label: <Link to={path}>{t(label)}</Link> })),
  }));
  return (
    <>
      {over.open && <button type="button" className="side-veil" aria-label={t('nav.close')} onClick={() => onClosed(true)} />}
      <Layout.Sider
        className="side"
        theme="light"
        width={208}
        breakpoint="lg"
        collapsedWidth={0}
        trigger={null}
        collapsed={closed}
        onCollapse={onClosed}
        onBreakpoint={over.onBreakpoint}
      >
        <p className="product">{t('title')}</p>
        <nav aria-label={t('nav.label')}>
          <Menu mode="inline" items={items} selectedKeys={selected.slice(-1)} />
        </nav>
      </Layout.Sider>
    </>
  );
}

/** Where the menu lies over the page it is open for one choice: it closes once a page was chosen, or by Escape. */
function useOver(closed: boolean, pathname: string, onClosed: (closed: boolean) => void) {
  const [narrow, setNarrow] = useState(false);
  const open = narrow && !closed;
  useEffect(() => {
    if (narrow) onClosed(true);
  }, [narrow, pathname, onClosed]);
  useEffect(() => {
    if (!open) return undefined;
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && onClosed(true);
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [open, onClosed]);
  return { open, onBreakpoint: setNarrow };
}

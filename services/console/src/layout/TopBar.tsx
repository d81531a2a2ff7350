import { DownOutlined, MenuOutlined } from '@ant-design/icons';
import { type Language, speak, useSession, useSignOut } from '@one-card/web';
import { Button, Dropdown, Layout, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { languageFiles } from '../web';

/** Who acts, with which posts, and the way out. */
export function TopBar({ menuClosed, onMenu }: { menuClosed: boolean; onMenu: () => void }) {
  const { t, i18n } = useTranslation();
  const other: Language = i18n.language === 'en' ? 'zh-CN' : 'en';
  return (
    <Layout.Header className="top-bar">
      <Button type="text" className="menu-button" icon={<MenuOutlined />} aria-label={t('web.menu')} aria-expanded={!menuClosed} onClick={onMenu} />
      <Space>
        <Button type="text" lang={other} onClick={() => void speak(other, languageFiles)}>
          {t('other-language')}
        </Button>
        <Person />
      </Space>
    </Layout.Header>
  );
}

function Person() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const person = useSession().data?.person;
  if (person === undefined || person === null) return null;
  const posts = person.posts.map(({ post, department, divisions }) => ({
    key: `${post} ${department ?? ''} ${divisions.join()}`,
    type: 'group' as const,
    label: [t(`post.${post}`), department ?? divisions.join()].join(' · '),
  }));
  const items = [...posts, { type: 'divider' as const }, { key: 'sign-out', label: t('web.session.sign-out'), onClick: () => signOut.mutate() }];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" loading={signOut.isPending}>
        {person.name} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}

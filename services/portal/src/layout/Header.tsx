import { type Language, speak } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { pages } from '../pages';
import { languageFiles } from '../web';

export function Header() {
  const { t, i18n } = useTranslation();
  const other: Language = i18n.language === 'en' ? 'zh-CN' : 'en';
  return (
    <header className="site-header">
      <div className="bar">
        <Link to="/" className="site-name">
          <span className="county">{t('county')}</span>
          <span className="title">{t('title')}</span>
        </Link>
        <button type="button" className="quiet no-print" lang={other} onClick={() => void speak(other, languageFiles)}>
          {t('other-language')}
        </button>
      </div>
      <nav className="no-print" aria-label={t('nav.label')}>
        <ul>
          {pages.map(
            ({ path, menu }) =>
              menu !== undefined && (
                <li key={path}>
                  <NavLink to={path} end={path === '/'}>
                    {t(menu)}
                  </NavLink>
                </li>
              ),
          )}
        </ul>
      </nav>
    </header>
  );
}

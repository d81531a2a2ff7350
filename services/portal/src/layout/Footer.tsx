import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="site-footer">
      <p>
        {t('footer.host')} · {t('footer.complaints')} <a href="tel:12388">12388</a>
      </p>
      <p className="no-print">
        <Link to="/about">{t('about.title')}</Link> · <a href="/console/">{t('footer.staff')}</a>
      </p>
    </footer>
  );
}

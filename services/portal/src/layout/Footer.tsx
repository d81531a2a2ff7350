import { useTranslation } from 'react-i18next';

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="site-footer">
      <p>
        {t('footer.host')} · {t('footer.complaints')} <a href="tel:12388">12388</a>
      </p>
      <p className="no-print">
        <a href="/console/">{t('footer.staff')}</a>
      </p>
    </footer>
  );
}

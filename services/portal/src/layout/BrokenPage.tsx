import { useTranslation } from 'react-i18next';

export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <div role="alert" className="note bad">
      <p>{t('web.broken')}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {t('web.reload')}
      </button>
    </div>
  );
}

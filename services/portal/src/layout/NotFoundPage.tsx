import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageTitle } from '../components/PageTitle';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageTitle>{t('web.not-found')}</PageTitle>
      <p>{t('web.not-found-advice')}</p>
      <p>
        <Link to="/">{t('web.home')}</Link>
      </p>
    </>
  );
}

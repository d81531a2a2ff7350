import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';

export default function PolicyListPage() {
  const { t } = useTranslation();
  return <PageTitle>{t('nav.policies')}</PageTitle>;
}

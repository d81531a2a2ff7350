import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';

export default function NoticeListPage() {
  const { t } = useTranslation();
  return <PageTitle>{t('nav.notices')}</PageTitle>;
}

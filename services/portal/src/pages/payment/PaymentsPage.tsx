import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';

export default function PaymentsPage() {
  const { t } = useTranslation();
  return <PageTitle>{t('nav.payments')}</PageTitle>;
}

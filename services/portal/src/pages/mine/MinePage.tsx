import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';

export default function MinePage() {
  const { t } = useTranslation();
  return <PageTitle>{t('nav.mine')}</PageTitle>;
}

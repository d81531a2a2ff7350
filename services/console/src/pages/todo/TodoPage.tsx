import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';

export default function TodoPage() {
  const { t } = useTranslation();
  return <PageTitle>{t('nav.todo')}</PageTitle>;
}

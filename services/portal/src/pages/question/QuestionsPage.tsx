import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';

export default function QuestionsPage() {
  const { t } = useTranslation();
  return <PageTitle>{t('nav.questions')}</PageTitle>;
}

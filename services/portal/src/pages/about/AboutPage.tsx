import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageTitle } from '../../components/PageTitle';

const PARTS = ['card', 'not-paid', 'wrong-name', 'names', 'my-data', 'call'] as const;

export default function AboutPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageTitle>{t('about.title')}</PageTitle>
      <p>{t('about.lead')}</p>
      {PARTS.map((part) => (
        <section key={part}>
          <h2>{t(`about.${part}.q`)}</h2>
          <p>{t(`about.${part}.a`)}</p>
        </section>
      ))}
      <p>
        <Link className="button" to="/questions">
          {t('nav.questions')}
        </Link>
      </p>
    </>
  );
}

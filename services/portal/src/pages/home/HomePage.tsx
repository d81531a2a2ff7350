import { answer, count, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { Figure } from '../../components/parts';
import { Found } from './Found';
import { OpenNotices } from './OpenNotices';
import { SearchForm } from './SearchForm';

const WAYS = ['/mine', '/notices', '/payments', '/policies', '/questions', '/follow-up'] as const;

export default function HomePage() {
  const { t } = useTranslation();
  const text = useSearchParams()[0].get('text')?.trim() ?? '';
  return (
    <>
      <PageTitle>{t('home.title')}</PageTitle>
      <SearchForm key={text} text={text} />
      {text === '' ? <FrontPage /> : <Found text={text} />}
    </>
  );
}

function FrontPage() {
  const { t } = useTranslation();
  return (
    <>
      <ul className="ways">
        {WAYS.map((to) => (
          <li key={to}>
            <Link to={to}>
              <strong>{t(`home.way.${to.slice(1)}.name`)}</strong>
              <span>{t(`home.way.${to.slice(1)}.what`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <ThisYear />
      <OpenNotices />
    </>
  );
}

function ThisYear() {
  const { t } = useTranslation();
  const api = useApi();
  const summary = useQuery({ queryKey: ['summary'], queryFn: () => answer(api.GET('/api/disclosure/summary')) });
  return (
    <Answer of={summary}>
      {({ year, paid, people, policies, listed, villages }) => (
        <section>
          <h2>{t('home.year', { year })}</h2>
          {paid.count === 0 ? (
            <p className="note">{t('home.nothing')}</p>
          ) : (
            <>
              <ul className="cards figures">
                <Figure label={t('sum.amount')}>{yuan(paid.amountFen)}</Figure>
                {people !== null && <Figure label={t('home.people')}>{count(people)}</Figure>}
                <Figure label={t('home.lines')}>{count(paid.count)}</Figure>
                <Figure label={t('home.villages')}>{count(villages)}</Figure>
              </ul>
              <p>{t('home.share', { policies, listed, percent: listed === 0 ? 0 : Math.round((policies * 100) / listed) })}</p>
              <p>
                <Link className="button" to="/payments">
                  {t('home.by-place')}
                </Link>
              </p>
            </>
          )}
        </section>
      )}
    </Answer>
  );
}

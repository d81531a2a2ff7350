import { formatMilli } from '@one-card/domain';
import { answer, type components, day, period, useApi, yuan } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answers, byCursor } from '../../components/Answers';
import { Facts } from '../../components/parts';

type Line = components['schemas']['MyLinePage_Output']['items'][number];

export function MyLines() {
  const { t } = useTranslation();
  const api = useApi();
  const lines = useInfiniteQuery({
    queryKey: ['mine', 'lines'],
    queryFn: ({ pageParam: cursor }) => answer(api.GET('/api/payment-orchestration/my/lines', { params: { query: { limit: 20, cursor } } })),
    ...byCursor,
  });
  return (
    <section>
      <h2>{t('mine.payments')}</h2>
      <Answers of={lines} empty={t('mine.none')}>
        {(items) => (
          <ul className="payments">
            {items.map((line) => (
              <MyLine key={line.line} of={line} />
            ))}
          </ul>
        )}
      </Answers>
    </section>
  );
}

/** Whether it has come to the card, or will, or will not. */
function moodOf(state: Line['state']): 'good' | 'wait' | 'bad' {
  if (state === 'paid') return 'good';
  return state === 'underWay' || state === 'held' ? 'wait' : 'bad';
}

function MyLine({ of }: { of: Line }) {
  const { t, i18n } = useTranslation();
  return (
    <li className={`card payment ${moodOf(of.state)}`}>
      <h3>
        <Link to={`/policies/${of.policyCode}`}>{of.policyName}</Link>
        {!of.forMyself && <span className="tag">{t(`mine.for.${of.payeeBasis ?? 'head'}`)}</span>}
      </h3>
      <p className="sum">
        <span className="figure">{yuan(of.amountFen)}</span> <span className={`state ${moodOf(of.state)}`}>{of.stage}</span>
      </p>
      {of.why.length > 0 && (
        <p>
          <strong>{t('mine.why')}</strong> {of.why.join('; ')}
        </p>
      )}
      {of.whereToGo !== null && (
        <p>
          <strong>{t('mine.where')}</strong> {of.whereToGo}
        </p>
      )}
      <Facts of={factsOf(of, t, i18n.language)} />
    </li>
  );
}

function factsOf(of: Line, t: (key: string, values?: Record<string, string>) => string, language: string): [string, string][] {
  const unit = of.unit === '' ? '' : t(`unit.${of.unit}`);
  return [
    [t('mine.period'), period(of.periodFrom, of.periodTo, language)],
    [t('mine.standard'), of.rateFen === '0' ? '' : t('mine.rate', { quantity: formatMilli(of.quantityMilli), unit, rate: yuan(of.rateFen) })],
    [t('mine.department'), of.department],
    [t('mine.bank'), of.bankCode === null ? '' : t(`bank.${of.bankCode}`)],
    [t('mine.funded'), of.fundedAt === null ? '' : day(of.fundedAt, language)],
  ];
}

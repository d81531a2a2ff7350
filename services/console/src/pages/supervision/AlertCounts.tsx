import { answer, count, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answer } from '../../components/Answer';
import { Figure } from '../../components/Figure';

export const FLAGS = ['dead-paid', 'shared-account', 'overpaid-order', 'control-total-differs', 'late'] as const;

/** How many red flags are up, each with the way to them. */
export function AlertCounts() {
  const { t } = useTranslation();
  const api = useApi();
  const totals = useQuery({
    queryKey: ['alerts', 'totals'],
    queryFn: () => answer(api.GET('/api/supervision/alerts/totals', { headers: { 'x-one-card-background': '1' } })),
    refetchInterval: 15_000,
  });
  return (
    <section>
      <h2>{t('alert.up')}</h2>
      <Answer of={totals}>
        {(flags) => (
          <div className="panel figures">
            {FLAGS.map((flag) => {
              const { open, settled } = flags.find((each) => each.flag === flag) ?? { open: 0, settled: 0 };
              return (
                <Figure key={flag} label={t(`flag.${flag}`)} note={t('alert.settled-count', { count: settled, text: count(settled) })}>
                  <Link to={`/alerts?flag=${flag}&state=open`} className={open > 0 ? 'overdue' : undefined}>
                    {t('alert.count', { count: open, text: count(open) })}
                  </Link>
                </Figure>
              );
            })}
          </div>
        )}
      </Answer>
    </section>
  );
}

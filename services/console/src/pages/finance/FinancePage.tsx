import { answer, perMille, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { Figure } from '../../components/Figure';
import { PageTitle } from '../../components/PageTitle';
import { useDivisions } from '../../data/use-divisions';
import { useFilter } from '../../data/use-filter';
import { RollSums } from '../supervision/RollSums';
import { TownshipSums } from '../supervision/TownshipSums';
import { BankSums } from './BankSums';
import { ProjectFunds } from './ProjectFunds';
import { Runs } from './Runs';

/** The county's money at a glance: what was granted and used, what goes on now, by bank and by township; from each sum down to its lines. */
export default function FinancePage() {
  const { t } = useTranslation();
  const { nameOf } = useDivisions();
  const { values, set } = useFilter(['township', 'bank']);
  const chosen = values.township !== undefined ? { division: values.township } : values.bank !== undefined ? { bankCode: values.bank } : undefined;
  const whose = values.township !== undefined ? nameOf(values.township) : values.bank === undefined ? '' : t(`bank.${values.bank}`);
  return (
    <>
      <PageTitle>{t('nav.finance')}</PageTitle>
      <Funds />
      <Runs />
      <ProjectFunds />
      <BankSums onChoose={(bank) => set({ bank, township: undefined })} />
      <TownshipSums onChoose={(township) => set({ township, bank: undefined })} />
      <RollSums of={chosen} title={t('sums.rolls-of', { whose })} onClose={() => set({ township: undefined, bank: undefined })} />
    </>
  );
}

function Funds() {
  const { t } = useTranslation();
  const api = useApi();
  const totals = useQuery({
    queryKey: ['indicators', 'totals'],
    queryFn: () => answer(api.GET('/api/payment-orchestration/indicators/totals', { headers: { 'x-one-card-background': '1' } })),
    refetchInterval: 15_000,
  });
  return (
    <Answer of={totals}>
      {(funds) => (
        <section className="panel figures" aria-label={t('funds.label')}>
          {(['grantedFen', 'paidFen', 'reservedFen', 'availableFen'] as const).map((each) => (
            <Figure
              key={each}
              label={t(`indicator.${each}`)}
              note={each === 'grantedFen' ? undefined : t('funds.share', { percent: perMille(funds[each], funds.grantedFen) / 10 })}
            >
              <Money fen={funds[each]} />
            </Figure>
          ))}
        </section>
      )}
    </Answer>
  );
}

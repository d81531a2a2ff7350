import { answer, count, useApi, yuan } from '@one-card/web';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Answers, byCursor } from '../../components/Answers';
import { PageTitle } from '../../components/PageTitle';
import { usePolicies } from '../../components/places';
import { PrintButton, Trail } from '../../components/parts';
import { LineTable } from '../notice/NoticeLines';

/** Who was paid in a village under a policy, as far as a web page may show it. */
export default function LinesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [search] = useSearchParams();
  const [village, policyCode, year] = [search.get('village') ?? '', search.get('policy') ?? '', Number(search.get('year'))];
  const place = useQuery({
    queryKey: ['level', village, String(year)],
    queryFn: () => answer(api.GET('/api/disclosure/payments/levels', { params: { query: { division: village, year } } })),
  });
  const policy = usePolicies().data?.find(({ id }) => id === policyCode)?.name ?? policyCode;
  const lines = useInfiniteQuery({
    queryKey: ['payment-lines', village, policyCode, year],
    queryFn: ({ pageParam: cursor }) =>
      answer(api.GET('/api/disclosure/payments/lines', { params: { query: { village, policyCode, year, limit: 50, cursor } } })),
    ...byCursor,
  });
  const name = place.data?.division.name ?? '';
  const path = [...(place.data?.path ?? []), ...(place.data === undefined ? [] : [place.data.division])];
  return (
    <>
      <Trail of={path.map((one) => ({ to: `/payments?division=${one.code}&year=${String(year)}`, name: one.name }))} here={policy} />
      <PageTitle>{t('payment.lines-title', { place: name, policy, year })}</PageTitle>
      <div className="actions no-print">
        <PrintButton />
      </div>
      <Answers of={lines} empty={t('payment.nothing')}>
        {(items, { totals, publicity }) => (
          <>
            <p>{t('notice.sum', { lines: count(totals.count), amount: yuan(totals.amountFen) })}</p>
            {publicity === 'masked' && <p className="hint">{t('notice.masked')}</p>}
            <LineTable lines={items} names={new Map([[village, name]])} />
          </>
        )}
      </Answers>
    </>
  );
}

import { answer, useApi } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { useFilter } from '../../data/use-filter';
import { OrderTable } from './OrderTable';

const STATES = ['reserved', 'applied', 'funded', 'settled', 'refused', 'cancelled'] as const;

export default function OrdersPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { values, set } = useFilter(['state']);
  const state = STATES.find((each) => each === values.state);
  const orders = useInfiniteQuery({
    queryKey: ['orders', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => answer(api.GET('/api/payment-orchestration/orders', { params: { query: { state, cursor: pageParam, limit: 100 } } })),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <>
      <PageTitle>{t('nav.orders')}</PageTitle>
      <Segmented
        className="above"
        value={state ?? 'all'}
        onChange={(value) => set({ state: value === 'all' ? undefined : value })}
        options={[{ value: 'all', label: t('order.all') }, ...STATES.map((each) => ({ value: each, label: t(`state.order.${each}`) }))]}
      />
      <Answer of={orders}>
        {({ pages }) => (
          <OrderTable
            orders={pages.flatMap(({ items }) => items)}
            more={{ there: orders.hasNextPage, load: () => void orders.fetchNextPage(), loading: orders.isFetchingNextPage }}
          />
        )}
      </Answer>
    </>
  );
}

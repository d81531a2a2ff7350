import { answer, useApi } from '@one-card/web';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/PageTitle';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import { OrderTable } from './OrderTable';

const STATES = ['reserved', 'applied', 'funded', 'settled', 'refused', 'cancelled'] as const;

export default function OrdersPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { values, set } = useFilter(['state']);
  const state = STATES.find((each) => each === values.state);
  const orders = useList(['orders', state], (part) =>
    answer(api.GET('/api/payment-orchestration/orders', { params: { query: { state, ...part } } })),
  );
  const choice = (
    <Segmented
      value={state ?? 'all'}
      onChange={(value) => set({ state: value === 'all' ? undefined : value })}
      options={[{ value: 'all', label: t('order.all') }, ...STATES.map((each) => ({ value: each, label: t(`state.order.${each}`) }))]}
    />
  );
  return (
    <>
      <PageTitle>{t('nav.orders')}</PageTitle>
      <OrderTable table={orders.table} tools={choice} />
    </>
  );
}

import { answer, useApi } from '@one-card/web';
import { useList } from '../../data/use-list';
import type { BatchView } from '../../data/views';
import { OrderTable } from './OrderTable';

export function BatchOrders({ batch }: { batch: BatchView }) {
  const api = useApi();
  const orders = useList(['batch', batch.id, 'orders'], (part) =>
    answer(api.GET('/api/payment-orchestration/orders', { params: { query: { batchId: batch.id, ...part } } })),
  );
  return <OrderTable table={orders.table} />;
}

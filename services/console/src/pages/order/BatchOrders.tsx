import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import type { BatchView } from '../../data/views';
import { OrderTable } from './OrderTable';
import { Answer } from '../../components/Answer';

export function BatchOrders({ batch }: { batch: BatchView }) {
  const api = useApi();
  const orders = useQuery({
    queryKey: ['batch', batch.id, 'orders'],
    queryFn: () => answer(api.GET('/api/payment-orchestration/orders', { params: { query: { batchId: batch.id } } })),
  });
  return <Answer of={orders}>{({ items }) => <OrderTable orders={items} />}</Answer>;
}

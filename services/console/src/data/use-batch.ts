import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';

export const batchKey = (id: string) => ['batch', id] as const;

export function useBatch(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: batchKey(id ?? ''),
    queryFn: () => answer(api.GET('/api/payment-orchestration/batches/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
  });
}

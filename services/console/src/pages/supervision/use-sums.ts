import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';

const REFRESH_MS = 15_000;
const background = { 'x-one-card-background': '1' };

/** Supervision's own sums of what became of every line, over all or by something. */
export function useSums(by: 'bank' | 'township') {
  const api = useApi();
  return useQuery({
    queryKey: ['sums', by],
    queryFn: () => answer(api.GET('/api/supervision/totals', { params: { query: { by } }, headers: background })),
    refetchInterval: REFRESH_MS,
  });
}

import { useQuery } from '@tanstack/react-query';
import { answer, useApi } from '@one-card/web';

/** Names of divisions by code. */
export function useDivisions() {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['divisions'],
    queryFn: () => answer(api.GET('/api/recipient-registry/divisions')),
    staleTime: Infinity,
  });
  const byCode = new Map((data ?? []).map((division) => [division.id, division]));
  return { divisions: data ?? [], nameOf: (code: string): string => byCode.get(code)?.name ?? code };
}

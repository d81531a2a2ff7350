import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';

export interface Place {
  readonly id: string;
  readonly name: string;
}

const LONG_MS = 3_600_000;

/** Townships and functional divisions of the county. They hardly ever change. */
export function useTownships() {
  const api = useApi();
  return useQuery({
    queryKey: ['townships'],
    queryFn: async () => {
      const all = await answer(api.GET('/api/recipient-registry/divisions'));
      return all.filter(({ kind }) => kind === 'township' || kind === 'functional').sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    staleTime: LONG_MS,
  });
}

export function useVillages(township: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['villages', township],
    queryFn: async () => {
      const all = await answer(api.GET('/api/recipient-registry/divisions', { params: { query: { under: township, kind: 'village' } } }));
      return [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    enabled: township !== '',
    staleTime: LONG_MS,
  });
}

/** Names of all policies that hold now, by their code. */
export function usePolicies() {
  const api = useApi();
  return useQuery({
    queryKey: ['policy-list', 'names'],
    queryFn: async () => (await answer(api.GET('/api/policy-catalog/policy-list'))).items.map(({ code, name }) => ({ id: code, name })),
    staleTime: LONG_MS,
  });
}

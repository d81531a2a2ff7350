import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { LineView } from '../../data/views';

export interface PersonName {
  readonly name: string;
  readonly maskedIdentity: string;
}

/** Names of the people in view, from the registry, which records that they were read: so none are asked for that nobody sees. */
export function useNames(lines: readonly LineView[], purpose: string, enabled: boolean) {
  const api = useApi();
  const known = useRef(new Map<number, PersonName>());
  const tokens = [...new Set(lines.flatMap(({ beneficiary, payee }) => [beneficiary, payee]))].filter((token) => token !== null);
  const missing = tokens.filter((token) => !known.current.has(token)).slice(0, 500);
  const query = useQuery({
    queryKey: ['names', missing],
    enabled: enabled && missing.length > 0,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: async () => {
      const names = await answer(api.POST('/api/recipient-registry/people/names', { body: { tokens: missing, purpose } }));
      for (const { token, name, maskedIdentity } of names) known.current.set(token, { name, maskedIdentity });
      return names.length;
    },
  });
  return { nameOf: (token: number | null) => (token === null ? undefined : known.current.get(token)), error: query.error };
}

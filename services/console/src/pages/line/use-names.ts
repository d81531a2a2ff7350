import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LineView } from '../../data/views';

export interface PersonName {
  readonly name: string;
  readonly maskedIdentity: string;
}

/** Names of the people in view, from the registry, which records that they were read: so none are asked for that nobody sees. */
export function useNames(lines: readonly Pick<LineView, 'beneficiary' | 'payee'>[], purpose: string, enabled: boolean) {
  const api = useApi();
  const [known, setKnown] = useState<ReadonlyMap<number, PersonName>>(new Map());
  const tokens = [...new Set(lines.flatMap(({ beneficiary, payee }) => [beneficiary, payee]))].filter((token) => token !== null);
  const missing = tokens.filter((token) => !known.has(token)).slice(0, 500);
  const query = useQuery({
    queryKey: ['names', missing],
    enabled: enabled && missing.length > 0,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: async () => {
      const names = await answer(api.POST('/api/recipient-registry/people/names', { body: { tokens: missing, purpose } }));
      setKnown((before) => new Map([...before, ...names.map(({ token, name, maskedIdentity }) => [token, { name, maskedIdentity }] as const)]));
      return names.length;
    },
  });
  return { nameOf: (token: number | null) => (token === null || !enabled ? undefined : known.get(token)), error: query.error };
}

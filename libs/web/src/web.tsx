import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { createContext, type ReactNode, useContext } from 'react';
import { type Api, createApi } from './api/client';
import { DomainProblem } from './api/problem';
import { SignedOut } from './session/signed-out';

/** What every page of a web draws on. */
export interface Web {
  readonly api: Api;
  readonly queries: QueryClient;
  readonly signedOut: SignedOut;
}

export function createWeb(): Web {
  const signedOut = new SignedOut();
  const api = createApi({
    language: () => i18next.language,
    words: { unreachable: () => i18next.t('web.unreachable'), failed: () => i18next.t('web.failed') },
    onSignedOut: () => signedOut.happened(),
  });
  const queries = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (times, error) => times < 2 && error instanceof DomainProblem && error.passes, throwOnError: false },
      mutations: { retry: false },
    },
  });
  return { api, queries, signedOut };
}

const WebContext = createContext<Web | undefined>(undefined);

export function WebProvider({ web, children }: { web: Web; children: ReactNode }) {
  return (
    <WebContext value={web}>
      <QueryClientProvider client={web.queries}>{children}</QueryClientProvider>
    </WebContext>
  );
}

export function useWeb(): Web {
  const web = useContext(WebContext);
  if (web === undefined) throw new Error('A page stands outside WebProvider.');
  return web;
}

/** The client: `useQuery({ queryKey: […], queryFn: () => answer(api.GET('/api/…')) })`. */
export function useApi(): Api {
  return useWeb().api;
}

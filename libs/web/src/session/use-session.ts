import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { answer } from '../api/client';
import type { components } from '../generated/api';
import { useApi, useWeb } from '../web';

export type SessionView = components['schemas']['SessionView_Output'];

const key = ['session'] as const;

/** Who is signed in, until when. Asking for it does not count as work, so it may be asked at any time. */
export function useSession() {
  const api = useApi();
  return useQuery({ queryKey: key, queryFn: () => answer(api.GET('/session')), staleTime: 60_000, refetchOnWindowFocus: 'always' });
}

/** Where people sign in, coming back to the page they are on. */
export function signInAddress(returnTo = window.location.pathname + window.location.search + window.location.hash): string {
  return `/login?returnTo=${encodeURIComponent(returnTo)}`;
}

/** Ends the session here and at the issuer. */
export function useSignOut() {
  const api = useApi();
  return useMutation({
    mutationFn: () => answer(api.POST('/logout')),
    onSuccess: ({ next }) => window.location.assign(next),
  });
}

/** Something was refused since nobody is signed in any more: the page stays, with what was typed, while they sign in in another window. */
export function useSignedOut(): boolean {
  const { signedOut, queries } = useWeb();
  const out = useSyncExternalStore(signedOut.subscribe, signedOut.isOut);
  useEffect(() => {
    if (!out) void queries.invalidateQueries();
  }, [out, queries]);
  return out;
}

export interface SessionWarning {
  /** Seconds until the session ends, once that is near. */
  readonly secondsLeft: number | undefined;
  readonly extend: () => void;
}

/** Warns before the session ends: any work elsewhere has put it off, so the gateway is asked first. */
export function useSessionWarning(): SessionWarning {
  const { api, signedOut } = useWeb();
  const client = useQueryClient();
  const { data, refetch } = useSession();
  const secondsLeft = useSecondsLeft(data, () => void refetch());
  useEffect(() => {
    if (secondsLeft === 0) signedOut.happened();
  }, [secondsLeft, signedOut]);
  const extension = useMutation({
    mutationFn: () => answer(api.POST('/session/extend')),
    onSuccess: (session) => client.setQueryData(key, session),
  });
  const near = secondsLeft !== undefined && data !== undefined && secondsLeft <= data.warnSeconds && secondsLeft > 0;
  return { secondsLeft: near ? secondsLeft : undefined, extend: () => extension.mutate() };
}

/** Counts by the gateway's clock, whatever the machine's says. */
function useSecondsLeft(session: SessionView | undefined, askAgain: () => void): number | undefined {
  const [left, setLeft] = useState<number>();
  const expiresAt = session?.expiresAt ?? undefined;
  useEffect(() => {
    if (session === undefined || expiresAt === undefined) return setLeft(undefined);
    const end = Date.now() + Date.parse(expiresAt) - Date.parse(session.now);
    let asked = Date.parse(expiresAt) - Date.parse(session.now) <= session.warnSeconds * 1000;
    const look = () => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (seconds <= session.warnSeconds && !asked) {
        asked = true;
        askAgain();
      } else setLeft(seconds <= session.warnSeconds ? seconds : undefined);
    };
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
    // a new answer is a new object; asking again belongs to the answer that is counted down
  }, [session, expiresAt]);
  return left;
}

import { answer, type components, useApi } from '@one-card/web';
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import type { LineView, Outcome } from '../../data/views';

type LinePage = components['schemas']['LinePageDto_Output'];

export interface LineFilter {
  readonly outcome?: Outcome;
  readonly village?: string;
  readonly rollId?: string;
  readonly rule?: LineRule;
  readonly text?: string;
}
export type LineRule =
  'deceased' | 'payee-deceased' | 'same-months' | 'exclusive-pair' | 'area-above-title' | 'area-above-title-cumulative' | 'on-payroll' | 'objection';

/** Lines by their place in the list, as far as they are here. */
export interface Lines {
  readonly total: number;
  readonly at: (place: number) => LineView | undefined;
  readonly error: Error | null;
  readonly pending: boolean;
  readonly retry: () => void;
  /** more may follow behind the last that is here */
  readonly open: boolean;
}

export const PAGE = 200;

/** The whole list: any place is as near as any other. Only pages in view are asked for, and a question left behind is taken back. */
export function useLinesByPlace(batchId: string, filter: LineFilter, view: { first: number; last: number }): Lines {
  const api = useApi();
  const ask = (place: number, signal: AbortSignal): Promise<LinePage> =>
    answer(
      api.GET('/api/payment-orchestration/batches/{id}/lines', {
        params: { path: { id: batchId }, query: { ...filter, position: place, limit: PAGE } },
        signal,
      }),
    );
  const pages = new Set([0, Math.floor(view.first / PAGE), Math.floor(view.last / PAGE)]);
  const wanted = [...pages].sort((a, b) => a - b);
  const answers = useQueries({
    queries: wanted.map((number) => ({
      queryKey: ['batch', batchId, 'lines', filter, number],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(number * PAGE, signal),
    })),
  });
  const byPage = new Map(wanted.map((number, i) => [number, answers[i]?.data]));
  const failed = answers.find(({ isError }) => isError);
  return {
    total: answers.find(({ data }) => data !== undefined)?.data?.total ?? 0,
    at: (place) => byPage.get(Math.floor(place / PAGE))?.items[place % PAGE],
    error: failed?.error ?? null,
    pending: byPage.get(0) === undefined && failed === undefined,
    retry: () => void failed?.refetch(),
    open: false,
  };
}

/** What a filter leaves, page after page, as whoever reads comes to its end. */
export function useLinesInTurn(batchId: string, filter: LineFilter, view: { last: number }, enabled: boolean): Lines {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ['batch', batchId, 'lines', filter, 'in turn'],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/payment-orchestration/batches/{id}/lines', {
          params: { path: { id: batchId }, query: { ...filter, cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const lines = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (enabled && query.hasNextPage && !query.isFetching && view.last >= lines.length - PAGE / 2) void query.fetchNextPage();
  return {
    total: lines.length,
    at: (place) => lines[place],
    error: query.error,
    pending: enabled && query.isPending,
    retry: () => void query.refetch(),
    open: query.hasNextPage,
  };
}

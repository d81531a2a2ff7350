import { useInfiniteQuery } from '@tanstack/react-query';
import { allPages } from './all-pages';

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}
export interface Part {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** As many as the platform gives at once. */
const MOST = 500;

/** A list that comes page by page as its reader goes on, and whole for a file: `table` is what DataTable wants to know of it. */
export function useList<Item>(
  queryKey: readonly unknown[],
  ask: (part: Part) => Promise<Page<Item>>,
  { size = 100, enabled = true }: { size?: number; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ask({ limit: size, cursor: pageParam }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const more = { there: query.hasNextPage, load: () => void query.fetchNextPage(), loading: query.isFetchingNextPage };
  const all = () => allPages((cursor) => ask({ limit: MOST, cursor }));
  const failure = query.isError ? { error: query.error, retry: () => void query.refetch() } : undefined;
  return { rows, failure, table: { rows, more, all, loading: enabled && query.isPending, failure } };
}

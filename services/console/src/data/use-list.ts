import { useInfiniteQuery } from '@tanstack/react-query';
import { allPages } from './all-pages';

interface Page<Row> {
  items: Row[];
  next: string | null;
}

const SHOWN = 100;
const EXPORTED = 500;

/** A list that comes page after page on the screen, and whole in a file. */
export function useList<Row>(queryKey: readonly unknown[], ask: (part: { limit: number; cursor: string | undefined }) => Promise<Page<Row>>) {
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ask({ limit: SHOWN, cursor: pageParam }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const table = {
    rows: query.data?.pages.flatMap(({ items }) => items) ?? [],
    loading: query.isPending,
    more: { there: query.hasNextPage, load: () => void query.fetchNextPage(), loading: query.isFetchingNextPage },
    all: () => allPages((cursor) => ask({ limit: EXPORTED, cursor })),
  };
  return { query, table };
}

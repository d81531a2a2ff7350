import { DomainProblem } from '@one-card/web';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { More } from './parts';

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** How a list is asked for page by page. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: { next: string | null }) => next ?? undefined,
};

interface Props<P extends Page> {
  readonly of: UseInfiniteQueryResult<InfiniteData<P>>;
  readonly empty: ReactNode;
  readonly children: (items: readonly P['items'][number][], first: P) => ReactNode;
}

/** A list that comes page by page, in each of its states. */
export function Answers<P extends Page>({ of: query, empty, children }: Props<P>) {
  const { t } = useTranslation();
  const first = query.data?.pages[0];
  if (query.isPending)
    return (
      <p className="loading" role="status">
        {t('web.loading')}
      </p>
    );
  if (query.isError && first === undefined)
    return (
      <div role="alert" className="note bad">
        <p>{query.error instanceof DomainProblem ? query.error.detail : t('web.failed')}</p>
        <button type="button" onClick={() => void query.refetch()}>
          {t('web.retry')}
        </button>
      </div>
    );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0 || first === undefined) return <p className="note">{empty}</p>;
  return (
    <>
      {children(items, first)}
      <More query={query} />
    </>
  );
}

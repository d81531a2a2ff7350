import { DomainProblem } from '@one-card/web';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props<T> {
  readonly of: UseQueryResult<T>;
  /** Whether there is nothing to show, and what is said then. */
  readonly empty?: { readonly when: (data: T) => boolean; readonly say: ReactNode };
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, in each of its states: coming, failed (with a way to ask again), empty, there. */
export function Answer<T>({ of: query, empty, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.isPending) {
    return (
      <p className="loading" role="status">
        {t('web.loading')}
      </p>
    );
  }
  if (query.isError) {
    return (
      <div role="alert" className="note bad">
        <p>{query.error instanceof DomainProblem ? query.error.detail : t('web.failed')}</p>
        <button type="button" onClick={() => void query.refetch()}>
          {t('web.retry')}
        </button>
      </div>
    );
  }
  if (empty?.when(query.data) === true) return <p className="note">{empty.say}</p>;
  return children(query.data);
}

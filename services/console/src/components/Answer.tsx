import type { UseQueryResult } from '@tanstack/react-query';
import { Empty, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Problem } from './Problem';

interface Props<T> {
  readonly of: UseQueryResult<T>;
  /** Whether there is nothing to show, and what is said then. */
  readonly empty?: { readonly when: (data: T) => boolean; readonly say: ReactNode };
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, in each of its states: coming, failed (with a way to ask again), empty, there. */
export function Answer<T>({ of: query, empty, children }: Props<T>) {
  if (query.isPending) return <Skeleton active />;
  if (query.isError) return <Problem error={query.error} retry={() => void query.refetch()} />;
  if (empty?.when(query.data) === true) return <Empty description={empty.say} />;
  return children(query.data);
}

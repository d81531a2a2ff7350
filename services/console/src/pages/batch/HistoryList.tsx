import { answer, moment, useApi } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/Answer';

/** Who did what with a batch, when, by which post, and what they said. */
export function HistoryList({ batchId, version }: { batchId: string; version: number | undefined }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const history = useInfiniteQuery({
    queryKey: ['batch', batchId, 'history', version],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/payment-orchestration/batches/{id}/history', { params: { path: { id: batchId }, query: { limit: 200, cursor: pageParam } } }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <Answer of={history}>
      {({ pages }) => (
        <>
          <Timeline
            items={pages
              .flatMap(({ items }) => items)
              .map(({ at, act, divisionName, name, post, note }, i) => ({
                key: i,
                color: act === 'sendBack' || act === 'withdraw' ? 'red' : name === null ? 'gray' : 'blue',
                content: (
                  <>
                    <span className="secondary">{moment(at, i18n.language)}</span> <strong>{t(`did.${act}`)}</strong> {divisionName}{' '}
                    <span>{name === null ? t('did.system') : `${name}${post === null ? '' : ` · ${t(`post.${post}`)}`}`}</span>
                    {note !== null && <blockquote className="opinion">{note}</blockquote>}
                  </>
                ),
              }))}
          />
          {history.hasNextPage && (
            <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
              {t('did.more')}
            </Button>
          )}
        </>
      )}
    </Answer>
  );
}

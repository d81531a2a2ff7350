import { answer, count, day, type components, signInAddress, useApi, useSession, yuan } from '@one-card/web';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { Answers, byCursor } from '../../components/Answers';
import { PageTitle } from '../../components/PageTitle';
import { PrintButton } from '../../components/parts';
import { LineTable } from './NoticeLines';

type Notice = components['schemas']['NoticeView_Output'];
const PAGE = 500;

/** What hangs on the village board: it names people, and comes only to whoever posts it. */
export default function BoardPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = '' } = useParams();
  const session = useSession();
  const notice = useQuery({
    queryKey: ['notice', id],
    queryFn: () => answer(api.GET('/api/disclosure/notices/{id}', { params: { path: { id } } })),
  });
  return (
    <Answer of={session}>
      {({ person }) =>
        person === null ? (
          <>
            <PageTitle>{t('notice.board')}</PageTitle>
            <p className="note">{t('notice.board-sign-in')}</p>
            <a className="button" href={signInAddress()}>
              {t('notice.sign-in')}
            </a>
          </>
        ) : (
          <Answer of={notice}>{(of) => <Board of={of} />}</Answer>
        )
      }
    </Answer>
  );
}

function Board({ of }: { of: Notice }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const village = useSearchParams()[0].get('village') ?? undefined;
  const lines = useInfiniteQuery({
    queryKey: ['notice', of.id, 'board', village],
    queryFn: ({ pageParam: cursor }) =>
      answer(api.GET('/api/disclosure/notices/{id}/board', { params: { path: { id: of.id }, query: { limit: PAGE, cursor, village } } })),
    ...byCursor,
  });
  const places = useQuery({
    queryKey: ['villages', of.divisionCode],
    queryFn: () => answer(api.GET('/api/recipient-registry/divisions', { params: { query: { under: of.divisionCode, kind: 'village' } } })),
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = lines;
  // paper has no button for more
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <article className="board">
      <PageTitle>{t('notice.title', { place: of.divisionName, policy: of.policyName })}</PageTitle>
      <p className="note no-print">{t('notice.board-hint')}</p>
      <div className="actions no-print">
        <PrintButton />
      </div>
      <p>
        {t('notice.board-text', { lines: count(of.listed.count), amount: yuan(of.listed.amountFen) })}
        {of.openedAt !== null &&
          of.closesAt !== null &&
          t('notice.board-window', {
            from: day(of.openedAt, i18n.language),
            to: day(new Date(Date.parse(of.closesAt) - 1).toISOString(), i18n.language),
          })}
      </p>
      <Answers of={lines} empty={t('notice.totals-only')}>
        {(items) => <LineTable lines={items} names={new Map(places.data?.map(({ id, name }) => [id, name]))} />}
      </Answers>
      <p className="board-foot">{t('notice.board-foot')}</p>
    </article>
  );
}

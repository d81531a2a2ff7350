import { answer, count, day, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { TabBar } from '../../components/TabBar';
import { usePosts } from '../../data/use-posts';
import type { NoticeView } from '../../data/views';
import { NoticeList } from './NoticeList';
import { Objections } from './Objections';
import { PostNotice } from './PostNotice';

export default function NoticePage() {
  const { id = '' } = useParams();
  const api = useApi();
  const notice = useQuery({
    queryKey: ['notice', id],
    queryFn: () => answer(api.GET('/api/disclosure/notices/{id}', { params: { path: { id } } })),
  });
  return <Answer of={notice}>{(view) => <Notice notice={view} />}</Answer>;
}

function Notice({ notice }: { notice: NoticeView }) {
  const { t, i18n } = useTranslation();
  const { holdsFor } = usePosts();
  const [tab, setTab] = useState('list');
  const lines = t('count.lines', { count: notice.listed.count, text: count(notice.listed.count) });
  const posts = holdsFor('township-clerk', { division: notice.divisionCode }) || holdsFor('village-agent') || holdsFor('publisher');
  return (
    <>
      <PageTitle>
        {notice.divisionName} {notice.policyName} {t('notice.title')}
      </PageTitle>
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'state', label: t('notice.state'), children: <StateTag kind="notice" state={notice.state} /> },
          { key: 'roll', label: t('roll.one'), children: <Link to={`/rolls/${notice.rollId}`}>{notice.divisionName}</Link> },
          { key: 'listed', label: t('notice.listed'), children: `${lines} ${yuan(notice.listed.amountFen)}` },
          ...(notice.openedAt === null ? [] : [{ key: 'opened', label: t('notice.opened'), children: day(notice.openedAt, i18n.language) }]),
          ...(notice.closesAt === null ? [] : [{ key: 'closes', label: t('notice.closes'), children: day(notice.closesAt, i18n.language) }]),
          ...(notice.daysLeft === null
            ? []
            : [{ key: 'days', label: t('notice.left'), children: t('notice.days-left', { count: notice.daysLeft }) }]),
        ]}
      />
      {notice.state === 'requested' && posts && <PostNotice notice={notice} />}
      <TabBar
        label={t('notice.title')}
        active={tab}
        onChange={setTab}
        tabs={[
          { key: 'list', label: t('notice.board'), content: <NoticeList notice={notice} /> },
          { key: 'objections', label: t('notice.objections', { count: notice.openObjections }), content: <Objections notice={notice} /> },
        ]}
      />
    </>
  );
}

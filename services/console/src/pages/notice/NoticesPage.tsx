import { answer, count, day, useApi } from '@one-card/web';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CountAndMoney } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import { usePosts } from '../../data/use-posts';
import type { NoticeView } from '../../data/views';

const STATES = ['requested', 'open', 'closed'] as const;

export default function NoticesPage() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { held } = usePosts();
  const { values, set } = useFilter(['state']);
  const state = STATES.find((each) => each === values.state);
  const division = held.find(({ post }) => post.startsWith('township-') || post === 'village-agent')?.divisions[0];
  const notices = useList(['notices', state, division], (part) =>
    answer(api.GET('/api/disclosure/notices', { params: { query: { state, division, ...part } } })),
  );
  const columns: Column<NoticeView>[] = [
    {
      key: 'division',
      title: t('roll.division'),
      text: ({ divisionName }) => divisionName,
      cell: ({ id, divisionName }) => <Link to={`/notices/${id}`}>{divisionName}</Link>,
    },
    { key: 'policy', title: t('batch.name'), text: ({ policyName }) => policyName, cell: ({ policyName }) => policyName },
    {
      key: 'state',
      title: t('notice.state'),
      text: (notice) => t(`state.notice.${notice.state}`),
      cell: (notice) => <StateTag kind="notice" state={notice.state} />,
    },
    {
      key: 'listed',
      title: t('notice.listed'),
      amount: true,
      text: ({ listed }) => String(listed.count),
      cell: ({ listed }) => <CountAndMoney of={listed} />,
    },
    {
      ...{ key: 'closes', title: t('notice.closes'), text: ({ closesAt }) => closesAt ?? '' },
      cell: ({ closesAt, daysLeft }) =>
        closesAt !== null && (
          <>
            {day(closesAt, i18n.language)} {daysLeft !== null && daysLeft > 0 && t('notice.days-left', { count: daysLeft })}
          </>
        ),
    },
    {
      key: 'objections',
      title: t('notice.open-objections'),
      amount: true,
      text: ({ openObjections }) => String(openObjections),
      cell: ({ openObjections }) => <span className={openObjections > 0 ? 'amount overdue' : 'amount'}>{count(openObjections)}</span>,
    },
  ];
  return (
    <>
      <PageTitle>{t('nav.notices')}</PageTitle>
      <DataTable
        name="notices"
        label={t('nav.notices')}
        columns={columns}
        {...notices.table}
        rowKey={({ id }) => id}
        empty={t('notice.none')}
        tools={
          <Segmented
            value={state ?? 'all'}
            onChange={(value) => set({ state: value === 'all' ? undefined : value })}
            options={[{ value: 'all', label: t('order.all') }, ...STATES.map((each) => ({ value: each, label: t(`state.notice.${each}`) }))]}
          />
        }
      />
    </>
  );
}

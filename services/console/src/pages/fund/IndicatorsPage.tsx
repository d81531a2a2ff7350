import { answer, perMille, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { useBatch } from '../../data/use-batch';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import { usePosts } from '../../data/use-posts';
import type { IndicatorView } from '../../data/views';
import { GrantIndicator } from './GrantIndicator';

/** Indicators (指标) of a project, or all of them. From a batch that lacks money one comes here to issue it. */
export default function IndicatorsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { holds } = usePosts();
  const { values } = useFilter(['projectId', 'batchId']);
  const batch = useBatch(values.batchId);
  const projectId = values.projectId ?? batch.data?.projectId;
  const projects = useQuery({
    queryKey: ['projects'],
    queryFn: () => answer(api.GET('/api/policy-catalog/projects', { params: { query: { limit: 500 } } })),
  });
  const indicators = useList(
    ['indicators', projectId],
    (part) => answer(api.GET('/api/payment-orchestration/indicators', { params: { query: { projectId, ...part } } })),
    { enabled: values.batchId === undefined || batch.data !== undefined },
  );
  const [granting, setGranting] = useState(values.batchId !== undefined && holds('budget-officer'));
  const projectName = (id: string) => projects.data?.items.find((project) => project.id === id)?.name ?? '';
  const grant = holds('budget-officer') && (
    <Button type="primary" onClick={() => setGranting(true)}>
      {t('indicator.grant')}
    </Button>
  );
  return (
    <>
      <PageTitle extra={grant}>{t('nav.indicators')}</PageTitle>
      {batch.isError && <Problem error={batch.error} retry={() => void batch.refetch()} />}
      <DataTable
        name="indicators"
        label={t('nav.indicators')}
        columns={useColumns(projectName)}
        {...indicators.table}
        rowKey={({ id }) => id}
        empty={t('indicator.none')}
      />
      {holds('budget-officer') && (
        <GrantIndicator
          open={granting}
          onClose={() => setGranting(false)}
          projects={projects.data?.items ?? []}
          projectId={projectId}
          batch={batch.data}
        />
      )}
    </>
  );
}

function useColumns(projectName: (id: string) => string): Column<IndicatorView>[] {
  const { t } = useTranslation();
  const money = (name: 'grantedFen' | 'availableFen' | 'reservedFen' | 'paidFen'): Column<IndicatorView> => ({
    ...{ key: name, title: t(`indicator.${name}`), amount: true, text: (row) => yuan(row[name]), cell: (row) => <Money fen={row[name]} /> },
  });
  return [
    { key: 'document', title: t('indicator.document'), text: ({ documentNo }) => documentNo, cell: ({ documentNo }) => documentNo },
    { key: 'project', title: t('batch.project'), text: ({ projectId }) => projectName(projectId), cell: ({ projectId }) => projectName(projectId) },
    { key: 'year', title: t('indicator.year'), text: ({ budgetYear }) => String(budgetYear), cell: ({ budgetYear }) => budgetYear },
    { key: 'nature', title: t('indicator.fundNature'), text: ({ fundNature }) => fundNature, cell: ({ fundNature }) => fundNature, extra: true },
    {
      key: 'direct',
      title: t('indicator.directMark'),
      text: ({ directMark }) => (directMark ? '√' : ''),
      cell: ({ directMark }) => directMark && '√',
      extra: true,
    },
    ...[money('grantedFen'), money('availableFen'), money('reservedFen'), money('paidFen')],
    {
      ...{ key: 'share', title: t('indicator.share'), width: 160 },
      cell: ({ paidFen, reservedFen, grantedFen }) => (
        <Progress
          size="small"
          aria-label={t('indicator.share')}
          percent={perMille(String(BigInt(paidFen) + BigInt(reservedFen)), grantedFen) / 10}
          success={{ percent: perMille(paidFen, grantedFen) / 10 }}
        />
      ),
    },
  ];
}

import { answer, period, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { useList } from '../../data/use-list';
import { useDivisions } from '../../data/use-divisions';
import { usePosts } from '../../data/use-posts';
import type { ProjectView } from '../../data/views';
import { useBatchColumns } from '../batch/BatchesPage';
import { OpenBatch } from './OpenBatch';

export default function ProjectPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const project = useQuery({
    queryKey: ['project', id],
    queryFn: () => answer(api.GET('/api/policy-catalog/projects/{id}', { params: { path: { id } } })),
  });
  return <Answer of={project}>{(view) => <Project project={view} />}</Answer>;
}

function Project({ project }: { project: ProjectView }) {
  const { t, i18n } = useTranslation();
  const { holdsFor } = usePosts();
  const { nameOf } = useDivisions();
  const [opening, setOpening] = useState(false);
  const may = holdsFor('department-clerk', { department: project.department });
  const open = may && project.state === 'open' && (
    <Button type="primary" onClick={() => setOpening(true)}>
      {t('project.open-batch')}
    </Button>
  );
  return (
    <>
      <PageTitle extra={open}>{project.name}</PageTitle>
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'department', label: t('batch.department'), children: project.department },
          { key: 'period', label: t('batch.period'), children: period(project.periodFrom, project.periodTo, i18n.language) },
          { key: 'fund', label: t('project.fund'), children: project.fundFen === null ? t('project.no-fund') : yuan(project.fundFen) },
          {
            key: 'indicators',
            label: t('nav.indicators'),
            children: <Link to={`/indicators?projectId=${project.id}`}>{t('project.see-indicators')}</Link>,
          },
          { key: 'divisions', label: t('project.divisions'), span: 'filled', children: project.divisions.map(nameOf).join(t('list.comma')) },
          {
            key: 'chain',
            label: t('project.chain'),
            span: 'filled',
            children: project.chain
              .map((step) =>
                step.kind === 'review' ? t(`post.${step.post}`) : t('project.notice', { place: t(`place.${step.place}`), days: step.days }),
              )
              .join(' → '),
          },
        ]}
      />
      <h2>{t('nav.batches')}</h2>
      <ProjectBatches projectId={project.id} />
      {may && <OpenBatch project={project} open={opening} onClose={() => setOpening(false)} />}
    </>
  );
}

function ProjectBatches({ projectId }: { projectId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const batches = useList(['batches', { projectId }], (part) =>
    answer(api.GET('/api/payment-orchestration/batches', { params: { query: { projectId, ...part } } })),
  );
  const columns = useBatchColumns();
  return (
    <DataTable name="batches" label={t('nav.batches')} columns={columns} {...batches.table} rowKey={({ id }) => id} empty={t('project.no-batches')} />
  );
}

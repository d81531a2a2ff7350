import { answer, period, useApi, yuan } from '@one-card/web';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import type { ProjectView } from '../../data/views';
import { NewProject } from './NewProject';

export default function ProjectsPage() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { values, set } = useFilter(['year']);
  const year = values.year === undefined ? undefined : Number(values.year);
  const projects = useList(['projects', 'list', year], (part) =>
    answer(api.GET('/api/policy-catalog/projects', { params: { query: { year, ...part } } })),
  );
  const periodOf = ({ periodFrom, periodTo }: ProjectView) => period(periodFrom, periodTo, i18n.language);
  const columns: Column<ProjectView>[] = [
    { key: 'name', title: t('batch.project'), text: ({ name }) => name, cell: ({ id, name }) => <Link to={`/projects/${id}`}>{name}</Link> },
    { key: 'department', title: t('batch.department'), text: ({ department }) => department, cell: ({ department }) => department },
    { key: 'year', title: t('project.year'), text: (project) => String(project.year), cell: (project) => project.year },
    { key: 'period', title: t('batch.period'), text: periodOf, cell: periodOf },
    {
      key: 'divisions',
      title: t('project.divisions'),
      amount: true,
      text: ({ divisions }) => String(divisions.length),
      cell: ({ divisions }) => divisions.length,
    },
    {
      key: 'fund',
      title: t('project.fund'),
      amount: true,
      text: ({ fundFen }) => (fundFen === null ? '' : yuan(fundFen)),
      cell: ({ fundFen }) => fundFen !== null && yuan(fundFen),
    },
  ];
  return (
    <>
      <PageTitle extra={<NewProject />}>{t('nav.projects')}</PageTitle>
      <DataTable
        name="projects"
        label={t('nav.projects')}
        columns={columns}
        {...projects.table}
        rowKey={({ id }) => id}
        empty={t('project.none')}
        tools={
          <InputNumber
            aria-label={t('project.year')}
            placeholder={t('project.year')}
            min={2000}
            max={2100}
            value={year ?? null}
            onChange={(value) => set({ year: value === null ? undefined : String(value) })}
          />
        }
      />
    </>
  );
}

import { answer, useApi, useCommand } from '@one-card/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Result, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { allPages } from '../../data/all-pages';
import { useDivisions } from '../../data/use-divisions';
import { usePosts } from '../../data/use-posts';
import { FundFields } from './FundFields';
import { PolicyTerms } from './PolicyTerms';
import { periodOf, type ProjectForm, wireOf } from './project-form';
import { SEASONS } from './season';

/** 二.二.3: the department opens a project: one policy version, one year or season, its divisions and its funds. */
export default function NewProjectPage() {
  const { t } = useTranslation();
  const { held } = usePosts();
  const departments = [...new Set(held.flatMap(({ post, department }) => (post === 'department-clerk' ? (department ?? []) : [])))];
  return (
    <>
      <PageTitle>{t('project.new')}</PageTitle>
      {departments.length === 0 ? (
        <Result status="info" title={t('project.not-yours')} extra={<Link to="/projects">{t('nav.projects')}</Link>} />
      ) : (
        <Opening departments={departments} />
      )}
    </>
  );
}

function usePolicies(departments: readonly string[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['policies-of', departments],
    queryFn: async () => {
      const lists = departments.map((department) =>
        allPages((cursor) => answer(api.GET('/api/policy-catalog/policies', { params: { query: { department, limit: 500, cursor } } }))),
      );
      return (await Promise.all(lists)).flat();
    },
  });
}

type Policies = NonNullable<ReturnType<typeof usePolicies>['data']>;

function Opening({ departments }: { departments: readonly string[] }) {
  const { t } = useTranslation();
  const policies = usePolicies(departments);
  return (
    <Answer of={policies} empty={{ when: ({ length }) => length === 0, say: t('project.no-policies') }}>
      {(list) => <Terms policies={list} />}
    </Answer>
  );
}

function useOpen() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCommand((form: ProjectForm, header) => answer(api.POST('/api/policy-catalog/projects', { params: { header }, body: wireOf(form) })), {
    onSuccess: ({ id }) => {
      void message.success(t('project.made'));
      void queries.invalidateQueries({ queryKey: ['projects'] });
      void navigate(`/projects/${id}`);
    },
  });
}

function Terms({ policies }: { policies: Policies }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ProjectForm>();
  const [ownName, setOwnName] = useState(false);
  const command = useOpen();
  const year = new Date().getFullYear();
  const typed = Form.useWatch([], form) as Partial<ProjectForm> | undefined;
  const policy = policies.find(({ code }) => code === typed?.policyCode);
  const nameFor = ({ policyCode, season, year: of }: Partial<ProjectForm>) => {
    const name = policies.find(({ code }) => code === policyCode)?.name;
    const when = season === undefined || season === 'year' || season === 'other' ? '' : t(`project.season.${season}`);
    return name === undefined ? '' : t('project.usual-name', { year: of, name, when });
  };
  const changed = (change: Partial<ProjectForm>, all: ProjectForm) => {
    if (change.name !== undefined) setOwnName(change.name !== '');
    else if (!ownName) form.setFieldsValue({ name: nameFor(all) });
  };
  const needed = { required: true, message: t('indicator.needed') };
  return (
    <Form
      form={form}
      layout="vertical"
      className="two-columns form-page"
      initialValues={{ policyCode: policies.length === 1 ? policies[0]?.code : undefined, year, season: 'year', divisions: [] }}
      onValuesChange={changed}
      onFinish={(values) => command.mutate(values)}
      scrollToFirstError
    >
      <Form.Item name="policyCode" label={t('project.policy')} rules={[needed]} className="wide">
        <Select
          showSearch
          optionFilterProp="label"
          placeholder={t('project.choose-policy')}
          options={policies.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item name="year" label={t('project.year')} rules={[needed]}>
        <InputNumber min={2000} max={2100} />
      </Form.Item>
      <Form.Item name="season" label={t('project.season.label')} rules={[needed]}>
        <Select options={SEASONS.map((season) => ({ value: season, label: t(`project.season.${season}`) }))} />
      </Form.Item>
      {typed?.season === 'other' && <PeriodFields />}
      {policy && <PolicyTerms code={policy.code} period={periodOf(typed ?? {})} />}
      <DivisionsField />
      {policy && <FundFields needed={policy.standard.kind === 'fund-by-area'} form={typed ?? {}} />}
      <Form.Item name="name" label={t('project.name')} rules={[needed]} className="wide">
        <Input maxLength={100} />
      </Form.Item>
      <div className="wide">
        <p className="secondary">{t('project.what-happens')}</p>
        {command.error && command.error.status !== 401 && <Problem error={command.error} retry={() => form.submit()} />}
        <Space className="above">
          <Button type="primary" htmlType="submit" loading={command.isPending}>
            {t('project.new')}
          </Button>
          <Link to="/projects">{t('act.leave')}</Link>
        </Space>
      </div>
    </Form>
  );
}

function PeriodFields() {
  const { t } = useTranslation();
  const needed = { required: true, message: t('indicator.needed') };
  return (['periodFrom', 'periodTo'] as const).map((name) => (
    <Form.Item
      key={name}
      name={name}
      label={t(`project.${name}`)}
      dependencies={['periodFrom']}
      rules={[
        needed,
        ({ getFieldValue }) => ({
          validator: (_: unknown, value: string | undefined) =>
            name === 'periodTo' && value !== undefined && value < String(getFieldValue('periodFrom') ?? '')
              ? Promise.reject(new Error(t('project.period-reversed')))
              : Promise.resolve(),
        }),
      ]}
    >
      <Input type="date" />
    </Form.Item>
  ));
}

function DivisionsField() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<ProjectForm>();
  const { divisions } = useDivisions();
  const townships = divisions.filter(({ kind }) => kind === 'township' || kind === 'functional');
  const every = () => form.setFieldsValue({ divisions: townships.map(({ id }) => id) });
  const extra = (
    <Button type="link" size="small" className="in-cell" onClick={every}>
      {t('project.every-division', { count: townships.length })}
    </Button>
  );
  return (
    <Form.Item
      name="divisions"
      label={t('project.divisions')}
      rules={[{ required: true, message: t('project.divisions-needed') }]}
      extra={extra}
      className="wide"
    >
      <Select
        mode="multiple"
        maxTagCount={8}
        optionFilterProp="label"
        loading={townships.length === 0}
        options={townships.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

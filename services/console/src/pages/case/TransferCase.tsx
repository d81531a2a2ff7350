import { answer, useApi } from '@one-card/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Act } from '../../components/Act';
import { allPages } from '../../data/all-pages';

const NO_POLICY = '';

/** To the department of the policy that it is about; about none of them, to those who publish. Whoever passes it on does not read it any more. */
export function TransferCase({ id, policyCode }: { id: string; policyCode: string | null }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [to, setTo] = useState<string>();
  const [note, setNote] = useState('');
  const policies = useQuery({
    queryKey: ['policies'],
    queryFn: () => allPages((cursor) => answer(api.GET('/api/policy-catalog/policies', { params: { query: { limit: 500, cursor } } }))),
  });
  const options = [
    { value: NO_POLICY, label: t('case.no-policy') },
    ...(policies.data ?? []).map(({ code, name, department }) => ({ value: code, label: `${name} (${department})` })),
  ].filter(({ value }) => value !== (policyCode ?? NO_POLICY));
  const body = { policyCode: to === undefined || to === NO_POLICY ? null : to, note };
  return (
    <Form layout="vertical" className="panel above">
      <Form.Item label={t('case.transfer-to')} htmlFor="case-policy">
        <Select
          id="case-policy"
          showSearch
          optionFilterProp="label"
          loading={policies.isPending}
          placeholder={t('case.choose-policy')}
          value={to}
          onChange={setTo}
          options={options}
        />
      </Form.Item>
      <Form.Item label={t('case.note')} htmlFor="case-note" extra={t('case.note-advice')}>
        <Input.TextArea id="case-note" rows={2} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
      </Form.Item>
      <Act
        label={t('case.transfer')}
        asks={t('case.transfer-asks')}
        said={t('case.transferred')}
        disabled={to === undefined || note.trim().length < 4}
        send={(header) => answer(api.POST('/api/disclosure/cases/{id}/transfer', { params: { path: { id }, header }, body }))}
        onDone={() => {
          void navigate('/cases');
          void queries.invalidateQueries({ queryKey: ['cases'] });
          void queries.invalidateQueries({ queryKey: ['todo'] });
        }}
      />
    </Form>
  );
}

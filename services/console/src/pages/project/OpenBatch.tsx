import { answer, useApi, useCommand } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Problem } from '../../components/Problem';
import { useDivisions } from '../../data/use-divisions';
import type { ProjectView } from '../../data/views';

interface Values {
  kind: 'regular' | 'supplement' | 'difference';
  periodFrom: string;
  periodTo: string;
  divisions: string[];
}

const KINDS = ['regular', 'supplement', 'difference'] as const;

/** The department opens a batch of the project: one roll for each division. */
export function OpenBatch({ project, open, onClose }: { project: ProjectView; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { nameOf } = useDivisions();
  const [form] = Form.useForm<Values>();
  const command = useCommand(
    (values: Values, header) =>
      answer(api.POST('/api/payment-orchestration/batches', { params: { header }, body: { projectId: project.id, ...values } })),
    {
      onSuccess: ({ id }) => {
        void message.success(t('project.opened'));
        void queries.invalidateQueries();
        void navigate(`/batches/${id}`);
      },
    },
  );
  const needed = { required: true, message: t('indicator.needed') };
  const date = (name: 'periodFrom' | 'periodTo') => (
    <Form.Item name={name} label={t(`project.${name}`)} rules={[needed]}>
      <Input type="date" min={project.periodFrom} max={project.periodTo} />
    </Form.Item>
  );
  return (
    <Modal
      open={open}
      title={t('project.open-batch')}
      okText={t('project.open-batch')}
      cancelText={t('act.leave')}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      forceRender
    >
      <p className="secondary">{t('project.open-advice')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'regular', periodFrom: project.periodFrom, periodTo: project.periodTo, divisions: project.divisions }}
        onFinish={(values) => command.mutate(values)}
      >
        <Form.Item name="kind" label={t('project.kind')}>
          <Select options={KINDS.map((kind) => ({ value: kind, label: t(`batch.kind.${kind}`) }))} />
        </Form.Item>
        {date('periodFrom')}
        {date('periodTo')}
        <Form.Item name="divisions" label={t('project.divisions')} rules={[needed]}>
          <Select
            mode="multiple"
            maxTagCount={6}
            optionFilterProp="label"
            options={project.divisions.map((code) => ({ value: code, label: nameOf(code) }))}
          />
        </Form.Item>
      </Form>
      {command.error && command.error.status !== 401 && <Problem error={command.error} />}
    </Modal>
  );
}

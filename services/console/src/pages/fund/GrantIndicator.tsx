import { parseFen } from '@one-card/domain';
import { answer, type components, inWords, useApi, useCommand, yuan } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/Problem';
import type { BatchView, ProjectView } from '../../data/views';

interface Values {
  projectId: string;
  budgetYear: number;
  documentNo: string;
  receivedAt: string;
  amount: string;
  fundNature: string;
  functionCode: string;
  economicCode: string;
  budgetUnit: string;
  projectCode: string;
  directMark: boolean;
}

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly projects: readonly ProjectView[];
  readonly projectId: string | undefined;
  readonly batch: BatchView | undefined;
}

const NATURES = ['general', 'fund'] as const;
type Grant = components['schemas']['GrantIndicator'];
/** What is left out has its default at the platform. */
const wireOf = ({ amount, ...rest }: Values): Grant => {
  const fen = parseFen(amount);
  return { ...rest, amountFen: fen.ok ? String(fen.value) : '0' } as Grant;
};

export function GrantIndicator({ open, onClose, projects, projectId, batch }: Props) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const api = useApi();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  // the budget's own word is kept, in whatever language it was chosen
  const stored = i18n.getFixedT('zh-CN');
  const amount = parseFen(Form.useWatch('amount', form) ?? '');
  useEffect(() => {
    if (projectId !== undefined) form.setFieldsValue({ projectId });
  }, [projectId, form]);
  const command = useCommand(
    (values: Values, header) => answer(api.POST('/api/payment-orchestration/indicators', { params: { header }, body: wireOf(values) })),
    {
      onSuccess: () => {
        void message.success(t('indicator.granted'));
        form.resetFields(['documentNo', 'amount']);
        void queries.invalidateQueries();
        onClose();
      },
    },
  );
  const needed = { required: true, message: t('indicator.needed') };
  const text = (name: 'documentNo' | 'functionCode' | 'economicCode' | 'budgetUnit' | 'projectCode') => (
    <Form.Item name={name} label={t(`indicator.${name}`)} rules={[needed]}>
      <Input maxLength={60} />
    </Form.Item>
  );
  return (
    <Modal
      open={open}
      title={t('indicator.grant')}
      okText={t('indicator.grant')}
      cancelText={t('act.leave')}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={640}
      forceRender
    >
      {batch && (
        <Alert
          className="above"
          type="info"
          title={t('indicator.for-batch', { name: batch.policyName, amount: yuan(batch.outcome.underWay.amountFen) })}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        className="two-columns"
        initialValues={{
          budgetYear: new Date().getFullYear(),
          fundNature: stored(`indicator.nature.${NATURES[0]}`),
          directMark: false,
          receivedAt: new Date().toISOString().slice(0, 10),
        }}
        onFinish={(values) => command.mutate(values)}
      >
        <Form.Item name="projectId" label={t('batch.project')} rules={[needed]} className="wide">
          <Select showSearch optionFilterProp="label" options={projects.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        {text('documentNo')}
        <Form.Item
          name="amount"
          label={t('indicator.amount')}
          extra={amount.ok ? inWords(amount.value) : undefined}
          rules={[needed, { validator: validFen(t('indicator.no-amount')) }]}
        >
          <Input inputMode="decimal" className="amount" />
        </Form.Item>
        <Form.Item name="budgetYear" label={t('indicator.year')} rules={[needed]}>
          <InputNumber min={2000} max={2100} />
        </Form.Item>
        <Form.Item name="receivedAt" label={t('indicator.receivedAt')} rules={[needed]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="fundNature" label={t('indicator.fundNature')} rules={[needed]}>
          <Select options={NATURES.map((nature) => ({ value: stored(`indicator.nature.${nature}`), label: t(`indicator.nature.${nature}`) }))} />
        </Form.Item>
        {text('budgetUnit')}
        {text('functionCode')}
        {text('economicCode')}
        {text('projectCode')}
        <Form.Item name="directMark" valuePropName="checked" label={t('indicator.directMark')}>
          <Checkbox>{t('indicator.direct')}</Checkbox>
        </Form.Item>
      </Form>
      {command.error && command.error.status !== 401 && <Problem error={command.error} />}
    </Modal>
  );
}

const validFen = (message: string) => (_: unknown, value: string | undefined) => {
  const fen = parseFen(value ?? '');
  return value === undefined || value === '' || (fen.ok && fen.value > 0n) ? Promise.resolve() : Promise.reject(new Error(message));
};

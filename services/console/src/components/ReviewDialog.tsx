import { useCommand } from '@one-card/web';
import { App, Form, Input, Modal, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './Problem';

export interface Review {
  readonly decision: 'approve' | 'sendBack';
  readonly opinion: string;
  readonly rollIds: string[];
}

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  /** what is reviewed, in figures */
  readonly about: ReactNode;
  /** of a batch: those that can be sent back */
  readonly rolls?: { value: string; label: string }[];
  readonly send: (review: Review, headers: { 'idempotency-key': string }) => Promise<unknown>;
  readonly onDone: () => void;
}

/** Approves, or sends back with an opinion that says what to mend. What was typed stays when it is closed or the session ends. */
export function ReviewDialog({ open, onClose, about, rolls, send, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Review>();
  const decision = Form.useWatch('decision', form) ?? 'approve';
  const command = useCommand(send, {
    onSuccess: (_result, review) => {
      void message.success(t(review.decision === 'approve' ? 'review.approved' : 'review.sent-back'));
      form.resetFields();
      onClose();
      onDone();
    },
  });
  const back = decision === 'sendBack';
  return (
    <Modal
      open={open}
      title={t('act.review')}
      okText={t(back ? 'review.send-back' : 'review.approve')}
      okButtonProps={{ danger: back }}
      cancelText={t('act.leave')}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      forceRender
    >
      <p>{about}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ decision: 'approve', opinion: '', rollIds: [] }}
        onFinish={(review) => command.mutate(review)}
      >
        <Form.Item name="decision" label={t('review.decision')}>
          <Radio.Group
            options={[
              { value: 'approve', label: t('review.approve') },
              { value: 'sendBack', label: t('review.send-back') },
            ]}
          />
        </Form.Item>
        {back && rolls !== undefined && (
          <Form.Item name="rollIds" label={t('review.rolls')} rules={[{ required: true, message: t('review.rolls-needed') }]}>
            <Select mode="multiple" options={rolls} optionFilterProp="label" />
          </Form.Item>
        )}
        <Form.Item
          name="opinion"
          label={t('review.opinion')}
          extra={t(back ? 'review.back-advice' : 'review.approve-advice')}
          rules={[{ required: back, message: t('review.opinion-needed') }]}
        >
          <Input.TextArea rows={4} maxLength={500} showCount />
        </Form.Item>
      </Form>
      {command.error && command.error.status !== 401 && <Problem error={command.error} />}
    </Modal>
  );
}

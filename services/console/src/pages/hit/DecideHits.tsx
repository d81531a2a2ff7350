import { answer, useApi, useCommand } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/Problem';
import type { HitView, RuleView } from '../../data/views';

type Decision = 'confirmed' | 'dismissed';

interface Props {
  readonly hits: readonly HitView[];
  readonly rule: RuleView | undefined;
  readonly batchId: string;
  readonly onDone: () => void;
  /** a single one may be decided either way */
  readonly single?: boolean;
}

/** Confirms or dismisses with a reason; what it does to the lines is said before. */
export function DecideHits({ hits, rule, batchId, onDone, single = false }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const api = useApi();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Decision>();
  const [reason, setReason] = useState('');
  const command = useCommand(
    (body: { decision: Decision; reason: string; hitIds: string[] }, header) =>
      answer(api.POST('/api/eligibility-check/hits/decisions', { params: { header }, body })),
    {
      onSuccess: ({ decided }) => {
        void message.success(t('hit.decided', { count: decided }));
        void queries.invalidateQueries({ queryKey: ['batch', batchId] });
        void queries.invalidateQueries({ queryKey: ['todo'] });
        setDecision(undefined);
        setReason('');
        onDone();
      },
    },
  );
  const allowed: readonly Decision[] = single ? ['confirmed', 'dismissed'] : (rule?.inBulk ?? []);
  const begin = (which: Decision) => {
    command.reset();
    setDecision(which);
  };
  const decide = () => decision !== undefined && command.mutate({ decision, reason, hitIds: hits.map(({ id }) => id) });
  return (
    <>
      {allowed.map((which) => (
        <Button key={which} danger={which === 'confirmed'} onClick={() => begin(which)}>
          {t(single ? `hit.${which}` : `hit.${which}-together`, { count: hits.length })}
        </Button>
      ))}
      {!single && allowed.length === 1 && <span className="secondary">{t('hit.other-singly')}</span>}
      <Modal
        open={decision !== undefined}
        title={t(`hit.${decision ?? 'confirmed'}`)}
        okText={t(`hit.${decision ?? 'confirmed'}`)}
        okButtonProps={{ danger: decision === 'confirmed', disabled: reason.trim().length < 4 }}
        cancelText={t('act.leave')}
        confirmLoading={command.isPending}
        onOk={decide}
        onCancel={() => setDecision(undefined)}
      >
        <p>{t(`hit.${decision ?? 'confirmed'}-asks`, { count: hits.length })}</p>
        <Form layout="vertical">
          <Form.Item label={t('hit.reason')} htmlFor="hit-reason" extra={t('hit.reason-advice')}>
            <Input.TextArea id="hit-reason" rows={4} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          </Form.Item>
        </Form>
        {command.error && command.error.status !== 401 && <Problem error={command.error} />}
      </Modal>
    </>
  );
}

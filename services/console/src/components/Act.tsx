import { DomainProblem, useCommand } from '@one-card/web';
import { App, Button, type ButtonProps, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './Problem';

interface Props<Result> {
  readonly label: string;
  /** What will happen, asked before it does; left out for acts that can be undone or that a form of their own has confirmed. */
  readonly asks?: ReactNode;
  readonly send: (headers: { 'idempotency-key': string }) => Promise<Result>;
  readonly onDone?: (result: Result) => void;
  readonly type?: ButtonProps['type'];
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly said: string;
}

/** A button that gives a command: it asks once and says what will happen; a refusal stays in view with what to do. */
export function Act<Result>({ label, asks, send, onDone, said, ...look }: Props<Result>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const command = useCommand((_: undefined, headers) => send(headers), {
    onSuccess: (result) => {
      setAsking(false);
      void message.success(said);
      onDone?.(result);
    },
  });
  const give = () => command.mutate(undefined);
  const begin = () => {
    command.reset();
    setAsking(true);
    if (asks === undefined) give();
  };
  const refusal = command.error instanceof DomainProblem && command.error.status !== 401 ? command.error : undefined;
  return (
    <>
      <Button {...look} loading={command.isPending && asks === undefined} onClick={begin}>
        {label}
      </Button>
      <Modal
        open={asking && (asks !== undefined || refusal !== undefined)}
        title={label}
        okText={asks === undefined ? t('act.again') : label}
        okButtonProps={{ danger: look.danger }}
        cancelText={t('act.leave')}
        confirmLoading={command.isPending}
        onOk={give}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        {asks}
        {refusal && <Problem error={refusal} />}
      </Modal>
    </>
  );
}

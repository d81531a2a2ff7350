import { answer, useApi, yuan } from '@one-card/web';
import { formatMilli } from '@one-card/domain';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Act } from '../../components/Act';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import { usePosts } from '../../data/use-posts';
import type { BatchView, LineView } from '../../data/views';
import type { PersonName } from './use-names';

interface Props {
  readonly line: LineView | undefined;
  readonly onClose: () => void;
  readonly nameOf: (token: number | null) => PersonName | undefined;
  readonly batch: BatchView;
}

/** One line with everything that is known of it. */
export function LineDrawer({ line, onClose, nameOf, batch }: Props) {
  const { t, i18n } = useTranslation();
  const { nameOf: divisionName } = useDivisions();
  const person = (token: number | null) => {
    const known = nameOf(token);
    return known === undefined ? t('line.sealed') : `${known.name} ${known.maskedIdentity}`;
  };
  return (
    <Drawer open={line !== undefined} onClose={onClose} title={line && t('line.title', { line: line.line })} size={480}>
      {line && (
        <>
          <Descriptions
            column={1}
            size="small"
            bordered
            items={[
              { key: 'outcome', label: t('line.outcome'), children: <StateTag kind="outcome" state={line.outcome} /> },
              {
                key: 'reasons',
                label: t('line.reasons'),
                children: line.reasons.map(({ code, zh, en }) => <div key={code}>{i18n.language === 'en' ? en : zh}</div>),
              },
              { key: 'village', label: t('line.village'), children: divisionName(line.villageCode) },
              { key: 'beneficiary', label: t('line.beneficiary'), children: person(line.beneficiary) },
              { key: 'payee', label: t('line.payee'), children: line.payee === null ? '' : person(line.payee) },
              { key: 'subject', label: t('line.subject'), children: line.subjectRef },
              { key: 'quantity', label: t('line.quantity'), children: formatMilli(line.quantityMilli) },
              { key: 'rate', label: t('line.rate'), children: yuan(line.rateFen) },
              { key: 'amount', label: t('line.amount'), children: yuan(line.amountFen) },
              { key: 'bank', label: t('line.bank'), children: line.bankCode === null ? '' : t(`bank.${line.bankCode}`, line.bankCode) },
            ]}
          />
          <p className="above">
            <Link to={`/lines/${String(line.line)}`}>{t('line.see-history')}</Link>
          </p>
          <StopLine key={line.line} line={line} batch={batch} onDone={onClose} />
        </>
      )}
    </Drawer>
  );
}

/** 停发: before it is ordered, and with its reason. */
function StopLine({ line, batch, onDone }: { line: LineView; batch: BatchView; onDone: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { holdsFor } = usePosts();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const division = batch.rolls.find(({ rollId }) => rollId === line.rollId)?.divisionCode;
  const may = holdsFor('department-clerk', { department: batch.department }) || holdsFor('township-reviewer', { division });
  if (!may || !['underWay', 'held'].includes(line.outcome)) return null;
  if (!open) {
    return (
      <Button danger className="above" onClick={() => setOpen(true)}>
        {t('line.stop')}
      </Button>
    );
  }
  return (
    <Form layout="vertical" className="above">
      <Form.Item label={t('line.stop-reason')} htmlFor="stop-reason" extra={t('line.stop-advice')}>
        <Input.TextArea id="stop-reason" rows={3} value={reason} onChange={({ target }) => setReason(target.value)} maxLength={200} />
      </Form.Item>
      <Act
        danger
        label={t('line.stop')}
        asks={t('line.stop-asks', { line: line.line, amount: yuan(line.amountFen) })}
        said={t('line.stopped')}
        disabled={reason.trim().length < 4}
        send={(header) =>
          answer(api.POST('/api/payment-orchestration/lines/{line}/stop', { params: { path: { line: line.line }, header }, body: { reason } }))
        }
        onDone={() => {
          void queries.invalidateQueries({ queryKey: ['batch', batch.id] });
          onDone();
        }}
      />
    </Form>
  );
}

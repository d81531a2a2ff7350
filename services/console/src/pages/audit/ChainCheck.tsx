import { count, useApi } from '@one-card/web';
import { useMutation } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/Problem';
import type { AuditHead } from '../../data/views';
import { type Checked, entriesOf, verifyChain } from './verify-chain';

/** Checks one chain here in the browser, and says what was checked. */
export function ChainCheck({ head, name }: { head: AuditHead; name: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const [so, setSo] = useState(0);
  const check = useMutation({
    mutationFn: async () => {
      const { topic, partition } = head;
      const { data } = await api.GET('/api/supervision/audit/export', { params: { query: { topic, partition } }, parseAs: 'stream' });
      if (!data) throw new Error('the export has no body');
      return verifyChain(entriesOf(data), head, setSo);
    },
  });
  return (
    <div aria-live="polite" className="words">
      {check.data === undefined && (
        <Button size="small" loading={check.isPending} aria-label={t('audit.verify-one', { name })} onClick={() => check.mutate()}>
          {check.isPending && so > 0 ? count(so) : t('audit.verify')}
        </Button>
      )}
      {check.isError && <Problem error={check.error} retry={() => check.mutate()} />}
      {check.data && <Result of={check.data} />}
    </div>
  );
}

function Result({ of: { checked, hash, lastOffset, fault } }: { of: Checked }) {
  const { t } = useTranslation();
  if (fault === undefined) {
    return (
      <>
        <strong className="holds">✓ {t('audit.holds')}</strong>
        <div className="secondary">{t('audit.checked', { count: checked, text: count(checked), offset: lastOffset, hash: hash.slice(0, 16) })}</div>
      </>
    );
  }
  return (
    <div role="alert">
      <Tag color="red">{t('audit.broken')}</Tag>
      <div className="overdue">{t(`audit.fault.${fault.why}`, { offset: fault.offset ?? '' })}</div>
      <div className="secondary">{t('audit.held-until', { text: count(checked), count: checked })}</div>
    </div>
  );
}

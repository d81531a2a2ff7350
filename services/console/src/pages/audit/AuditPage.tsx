import { DownloadOutlined } from '@ant-design/icons';
import { answer, count, useApi } from '@one-card/web';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Count } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import type { AuditHead } from '../../data/views';
import { ChainCheck } from './ChainCheck';

/** The audit chains: one for each partition of what the services tell each other. Anybody may check them, here or with a program of their own. */
export default function AuditPage() {
  const { t } = useTranslation();
  const api = useApi();
  const heads = useQuery({ queryKey: ['audit', 'heads'], queryFn: () => answer(api.GET('/api/supervision/audit/heads')) });
  return (
    <>
      <PageTitle extra={<Export />}>{t('nav.audit')}</PageTitle>
      <p>{t('audit.what')}</p>
      <CheckAll />
      <Answer of={heads} empty={{ when: ({ length }) => length === 0, say: t('audit.none') }}>
        {(chains) => <Chains chains={chains} />}
      </Answer>
      <h2>{t('audit.own-title')}</h2>
      <p>{t('audit.own')}</p>
      <p>
        <code>node dist/verify/main.js audit.ndjson</code>
      </p>
    </>
  );
}

function Export() {
  const { t } = useTranslation();
  return (
    <Button icon={<DownloadOutlined aria-hidden />} href="/api/supervision/audit/export" download="audit.ndjson">
      {t('audit.export')}
    </Button>
  );
}

/** All chains at once, computed by the service where they lie. */
function CheckAll() {
  const { t } = useTranslation();
  const api = useApi();
  const check = useMutation({ mutationFn: () => answer(api.POST('/api/supervision/audit/verify')) });
  const sums = { chains: count(check.data?.chains ?? 0), entries: count(check.data?.entries ?? 0) };
  const broken = check.data?.broken ?? [];
  return (
    <div className="above" aria-live="polite">
      <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>
        {t('audit.verify-all')}
      </Button>
      {check.isError && <Problem error={check.error} retry={() => check.mutate()} />}
      {check.data && broken.length === 0 && <Alert className="above" type="success" showIcon title={t('audit.all-hold', sums)} />}
      {broken.length > 0 && (
        <Alert
          className="above"
          type="error"
          showIcon
          role="alert"
          title={t('audit.some-broken', { ...sums, count: broken.length })}
          description={broken.map(({ topic, partition, offset, why }) => (
            <div key={`${topic}/${String(partition)}`}>
              {t('audit.broken-at', { topic, partition, offset })} <span lang="en">{why}</span>
            </div>
          ))}
        />
      )}
    </div>
  );
}

function Chains({ chains }: { chains: readonly AuditHead[] }) {
  const { t } = useTranslation();
  const whatOf = ({ topic }: AuditHead) => t(`topic.${topic.replaceAll('.', '_')}`, topic);
  const columns: Column<AuditHead>[] = [
    {
      ...{ key: 'what', title: t('audit.of'), text: (head) => `${whatOf(head)} (${head.topic})` },
      cell: (head) => (
        <>
          {whatOf(head)}
          <br />
          <span className="secondary">{head.topic}</span>
        </>
      ),
    },
    {
      ...{ key: 'partition', title: t('audit.partition'), amount: true, text: ({ partition }) => String(partition) },
      cell: ({ partition }) => <Count of={partition} />,
    },
    {
      ...{ key: 'entries', title: t('audit.entries'), amount: true, text: ({ entries }) => String(entries) },
      cell: ({ entries }) => <Count of={entries} />,
    },
    {
      ...{ key: 'offset', title: t('audit.last-offset'), amount: true, text: ({ lastOffset }) => lastOffset, extra: true },
      cell: ({ lastOffset }) => <span className="amount">{lastOffset}</span>,
    },
    {
      ...{ key: 'hash', title: t('audit.hash'), text: ({ hash }) => hash },
      cell: ({ hash }) => <code title={hash}>{hash.slice(0, 16)}…</code>,
    },
    { key: 'verify', title: t('audit.check'), cell: (head) => <ChainCheck head={head} name={`${whatOf(head)} ${String(head.partition)}`} /> },
  ];
  return (
    <DataTable
      name="audit"
      label={t('audit.chains')}
      columns={columns}
      rows={chains}
      rowKey={({ topic, partition }) => `${topic}/${String(partition)}`}
      empty={t('audit.none')}
    />
  );
}

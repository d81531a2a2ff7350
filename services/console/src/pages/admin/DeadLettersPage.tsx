import { answer, moment, useApi } from '@one-card/web';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Alert, Segmented, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Act } from '../../components/Act';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { allPages } from '../../data/all-pages';
import { useFilter } from '../../data/use-filter';
import type { DeadLetter } from '../../data/views';

const SERVICES = [
  ...(['gateway', 'policy-catalog', 'recipient-registry', 'eligibility-check', 'payment-orchestration'] as const),
  ...(['bank-gateway', 'disclosure', 'supervision'] as const),
] as const;
type Service = (typeof SERVICES)[number];
interface Row extends DeadLetter {
  readonly service: Service;
}

/** Messages that a service could not handle, of every service; each can be tried again once its cause is mended. */
export default function DeadLettersPage() {
  const { t } = useTranslation();
  const { values, set } = useFilter(['redriven']);
  const redriven = values.redriven === 'true';
  const { rows, pending, failed } = useDeadLetters(redriven);
  const choice = (
    <Segmented
      value={redriven ? 'true' : 'false'}
      onChange={(value) => set({ redriven: value === 'true' ? value : undefined })}
      options={[
        { value: 'false', label: t('dead-letter.waiting') },
        { value: 'true', label: t('dead-letter.redriven') },
      ]}
    />
  );
  const columns = useColumns(redriven);
  return (
    <>
      <PageTitle>{t('nav.dead-letters')}</PageTitle>
      <p className="secondary">{t('dead-letter.what')}</p>
      {failed.map(({ service, error, retry }) => (
        <div key={service} className="above">
          {t(`service.${service}`)}
          <Problem error={error} retry={retry} />
        </div>
      ))}
      {!pending && !redriven && rows.length === 0 && failed.length === 0 && <Alert type="success" showIcon title={t('dead-letter.all-well')} />}
      {pending ? (
        <Skeleton active />
      ) : (
        <DataTable
          name="dead-letters"
          label={t('nav.dead-letters')}
          columns={columns}
          rows={rows}
          rowKey={({ service, id }) => `${service} ${id}`}
          empty={t('dead-letter.none')}
          tools={choice}
        />
      )}
    </>
  );
}

function useDeadLetters(redriven: boolean) {
  const api = useApi();
  const answers = useQueries({
    queries: SERVICES.map((service) => ({
      queryKey: ['dead-letters', service, redriven],
      queryFn: () =>
        allPages((cursor) =>
          answer(api.GET(`/api/${service}/dead-letters`, { params: { query: { limit: 500, cursor, redriven: redriven ? 'true' : 'false' } } })),
        ),
    })),
  });
  const rows = answers.flatMap(({ data = [] }, i): Row[] => data.map((letter) => ({ ...letter, service: SERVICES[i] ?? 'gateway' })));
  const failed = answers.flatMap(({ error, refetch }, i) =>
    error === null ? [] : [{ service: SERVICES[i] ?? 'gateway', error, retry: () => void refetch() }],
  );
  return { rows, failed, pending: answers.some(({ isPending }) => isPending) };
}

function useColumns(redriven: boolean): Column<Row>[] {
  const { t, i18n } = useTranslation();
  const whenOf = ({ failedAt, redrivenAt }: Row) => moment(redriven ? (redrivenAt ?? failedAt) : failedAt, i18n.language);
  return [
    { key: 'when', title: t(redriven ? 'dead-letter.redriven-at' : 'dead-letter.failed-at'), text: whenOf, cell: whenOf },
    { key: 'service', title: t('dead-letter.service'), text: ({ service }) => service, cell: ({ service }) => t(`service.${service}`) },
    { key: 'topic', title: t('dead-letter.topic'), text: ({ topic }) => topic, cell: ({ topic }) => t(`topic.${topic.replaceAll('.', '_')}`, topic) },
    {
      ...{ key: 'reason', title: t('dead-letter.reason'), text: ({ reason }) => t(`dead-letter.${reason}`) },
      cell: ({ reason }) => t(`dead-letter.${reason}`),
    },
    { key: 'cause', title: t('dead-letter.cause'), text: ({ cause }) => cause, cell: ({ cause }) => <span className="words digest">{cause}</span> },
    {
      ...{ key: 'attempts', title: t('dead-letter.attempts'), amount: true, text: ({ attempts }) => String(attempts) },
      cell: ({ attempts }) => attempts,
    },
    { key: 'event', title: t('dead-letter.event'), text: ({ eventId }) => eventId, cell: ({ eventId }) => eventId, extra: true },
    ...(redriven ? [] : [{ key: 'act', title: t('todo.act'), cell: (row: Row) => <Redrive letter={row} /> }]),
  ];
}

function Redrive({ letter: { service, id } }: { letter: Row }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  return (
    <Act
      label={t('dead-letter.redrive')}
      asks={t('dead-letter.redrive-asks', { service: t(`service.${service}`) })}
      send={(header) => answer(api.POST(`/api/${service}/dead-letters/{id}/redrive`, { params: { path: { id } }, headers: header }))}
      said={t('dead-letter.redrive-said')}
      onDone={() => void queries.invalidateQueries({ queryKey: ['dead-letters', service] })}
    />
  );
}

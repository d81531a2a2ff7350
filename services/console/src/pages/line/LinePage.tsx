import { formatMilli } from '@one-card/domain';
import { answer, moment, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import { usePosts } from '../../data/use-posts';
import { OVERSEERS } from '../../data/overseers';
import type { HistoryEntry, LineHistory, LineView } from '../../data/views';

/** One line and everything that happened to it, by every service, as far as its reader may know. */
export default function LinePage() {
  const { t } = useTranslation();
  const api = useApi();
  const line = Number(useParams().line);
  const view = useQuery({
    queryKey: ['line', line],
    queryFn: () => answer(api.GET('/api/payment-orchestration/lines/{line}', { params: { path: { line } } })),
  });
  const history = useQuery({
    queryKey: ['line', line, 'history'],
    queryFn: () => answer(api.GET('/api/lines/{line}/history', { params: { path: { line } } })),
    enabled: view.isSuccess,
  });
  return (
    <>
      <PageTitle extra={<Flags line={line} />}>{t('line.title', { line })}</PageTitle>
      <Answer of={view}>
        {(known) => (
          <>
            <Facts line={known} />
            <h2>{t('line.history')}</h2>
            <Answer of={history}>{(told) => <History of={told} />}</Answer>
          </>
        )}
      </Answer>
    </>
  );
}

/** To the red flags of this line, for those who may see them. */
function Flags({ line }: { line: number }) {
  const { t } = useTranslation();
  const { holds } = usePosts();
  return holds(...OVERSEERS) ? <Link to={`/alerts?line=${String(line)}`}>{t('line.alerts')}</Link> : null;
}

function Facts({ line }: { line: LineView }) {
  const { t, i18n } = useTranslation();
  const { nameOf } = useDivisions();
  const reasons = {
    ...{ key: 'reasons', label: t('line.reasons') },
    children: line.reasons.map(({ code, zh, en }) => <div key={code}>{i18n.language === 'en' ? en : zh}</div>),
  };
  return (
    <Descriptions
      column={{ xs: 1, sm: 1, md: 2 }}
      size="small"
      bordered
      items={[
        { key: 'outcome', label: t('line.outcome'), children: <StateTag kind="outcome" state={line.outcome} /> },
        { key: 'amount', label: t('line.amount'), children: <Money fen={line.amountFen} /> },
        { key: 'village', label: t('line.village'), children: nameOf(line.villageCode) },
        { key: 'quantity', label: t('line.quantity'), children: formatMilli(line.quantityMilli) },
        { key: 'bank', label: t('line.bank'), children: line.bankCode === null ? '' : t(`bank.${line.bankCode}`, line.bankCode) },
        { key: 'roll', label: t('roll.one'), children: <Link to={`/rolls/${line.rollId}`}>{t('line.row-no', { row: line.rowNo })}</Link> },
        ...(line.reasons.length === 0 ? [] : [reasons]),
      ]}
    />
  );
}

function History({ of: { entries, missing } }: { of: LineHistory }) {
  const { t } = useTranslation();
  const names = missing.map(({ service }) => t(`service.${service}`)).join(t('list.comma'));
  const kept = missing.every(({ why }) => why === 'not-allowed');
  return (
    <>
      {missing.length > 0 && (
        <Alert
          className="above"
          type={kept ? 'info' : 'warning'}
          showIcon
          title={t(kept ? 'line.history-kept' : 'line.history-missing', { names })}
        />
      )}
      <Timeline
        items={entries.map((entry, key) => ({ key, color: entry.service === 'supervision' ? 'gray' : 'blue', content: <Happened entry={entry} /> }))}
      />
    </>
  );
}

function Happened({ entry: { at, service, says, by } }: { entry: HistoryEntry }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <span className="secondary">{moment(at, i18n.language)}</span> <strong>{i18n.language === 'en' ? says.en : says.zh}</strong>{' '}
      <span className="secondary">
        {t(`service.${service}`)}
        {by !== null && ` · ${by.post === null ? by.actor : `${t(`post.${by.post}`)} ${by.actor}`}`}
      </span>
    </>
  );
}

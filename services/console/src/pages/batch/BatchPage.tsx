import { period } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { TabBar } from '../../components/TabBar';
import { useBatch } from '../../data/use-batch';
import { useFilter } from '../../data/use-filter';
import { usePosts } from '../../data/use-posts';
import { useProgress } from '../../data/use-progress';
import type { BatchView } from '../../data/views';
import { MONEY_READERS } from '../../data/money-readers';
import { Hits } from '../hit/Hits';
import { Lines } from '../line/Lines';
import { BatchOrders } from '../order/BatchOrders';
import { Bounced } from '../order/Bounced';
import { BatchActs } from './BatchActs';
import { BatchSteps } from './BatchSteps';
import { HistoryList } from './HistoryList';
import { ProgressPanel } from './ProgressPanel';
import { RollList } from './RollList';

export default function BatchPage() {
  const { id = '' } = useParams();
  const batch = useBatch(id);
  return <Answer of={batch}>{(view) => <Batch batch={view} />}</Answer>;
}

function Batch({ batch }: { batch: BatchView }) {
  const { t, i18n } = useTranslation();
  const { values, set } = useFilter(['tab', 'rule', 'outcome', 'roll', 'village', 'text']);
  const { progress, live } = useProgress(batch.id);
  const { holds } = usePosts();
  const openHits = batch.rolls.reduce((sum, roll) => sum + roll.openHits, 0);
  const tabs = [
    { key: 'rolls', label: t('batch.tab.rolls'), content: <RollList batch={batch} /> },
    { key: 'lines', label: t('batch.tab.lines'), content: <Lines batch={batch} /> },
    { key: 'hits', label: t('batch.tab.hits', { count: openHits }), content: <Hits batch={batch} /> },
    ...(holds(...MONEY_READERS) ? [{ key: 'orders', label: t('batch.tab.orders'), content: <BatchOrders batch={batch} /> }] : []),
    { key: 'bounced', label: t('batch.tab.bounced', { count: batch.outcome.bounced.count }), content: <Bounced batch={batch} /> },
    { key: 'history', label: t('batch.tab.history'), content: <HistoryList batchId={batch.id} version={progress?.version} /> },
  ];
  return (
    <>
      <PageTitle extra={<BatchActs batch={batch} />}>
        {batch.policyName} {t('batch.seq', { seq: batch.seq })}
      </PageTitle>
      <p className="facts">
        <StateTag kind="batch" state={batch.state} />
        <span>{batch.department}</span>
        <span>{period(batch.periodFrom, batch.periodTo, i18n.language)}</span>
        <span>{t(`batch.kind.${batch.kind}`)}</span>
        <Link to={`/projects/${batch.projectId}`}>{t('batch.project')}</Link>
      </p>
      <BatchSteps batch={batch} />
      <ProgressPanel batch={batch} progress={progress} live={live} />
      <TabBar
        label={batch.policyName}
        tabs={tabs}
        active={values.tab ?? 'rolls'}
        onChange={(tab) => set({ tab, rule: undefined, outcome: undefined, roll: undefined, village: undefined, text: undefined })}
      />
    </>
  );
}

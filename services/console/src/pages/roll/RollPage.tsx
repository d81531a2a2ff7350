import { answer, count, useApi, yuan } from '@one-card/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Act } from '../../components/Act';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { ReviewDialog } from '../../components/ReviewDialog';
import { StateTag } from '../../components/StateTag';
import { useBatch } from '../../data/use-batch';
import { usePosts } from '../../data/use-posts';
import { useProgress } from '../../data/use-progress';
import type { BatchView, RollView } from '../../data/views';
import { FaultTable } from './FaultTable';
import { RollFigures } from './RollFigures';
import { RollReviews } from './RollReviews';
import { UploadFile } from './UploadFile';
import { UploadList } from './UploadList';

const UPLOADABLE = new Set<RollView['state']>(['issued', 'matching', 'checking', 'draft']);

export default function RollPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const roll = useQuery({
    queryKey: ['roll', id],
    queryFn: () => answer(api.GET('/api/payment-orchestration/rolls/{id}', { params: { path: { id } } })),
  });
  const batch = useBatch(roll.data?.batchId);
  return <Answer of={roll}>{(view) => <Answer of={batch}>{(of) => <Roll roll={view} batch={of} />}</Answer>}</Answer>;
}

function Roll({ roll, batch }: { roll: RollView; batch: BatchView }) {
  const { t } = useTranslation();
  const { holdsFor } = usePosts();
  useProgress(batch.id);
  const clerk = holdsFor('township-clerk', { division: roll.divisionCode });
  return (
    <>
      <PageTitle extra={<RollActs roll={roll} batch={batch} clerk={clerk} />}>
        {roll.divisionName} {batch.policyName} {t('batch.seq', { seq: batch.seq })}
      </PageTitle>
      <p className="facts">
        <StateTag kind="roll" state={roll.state} />
        {roll.revision > 0 && <span>{t('roll.revision-no', { revision: roll.revision })}</span>}
        {roll.waitsFor !== null && <span>{t('batch.waits-for', { post: t(`post.${roll.waitsFor}`) })}</span>}
        <Link to={`/batches/${batch.id}`}>{t('roll.batch')}</Link>
        <Link to={`/batches/${batch.id}?tab=lines&roll=${roll.rollId}`}>{t('roll.lines')}</Link>
        {roll.noticeId !== null && <Link to={`/notices/${roll.noticeId}`}>{t('roll.notice')}</Link>}
      </p>
      <RollFigures roll={roll} />
      {roll.outcome.held.count > 0 && (
        <Alert
          className="above"
          type="warning"
          showIcon
          title={t('roll.some-held', { count: roll.outcome.held.count })}
          action={<Link to={`/batches/${batch.id}?tab=hits&roll=${roll.rollId}`}>{t('roll.see-hits')}</Link>}
        />
      )}
      {clerk && UPLOADABLE.has(roll.state) && batch.state === 'issued' && <UploadFile roll={roll} />}
      {roll.outcome.rejected.count > 0 && <FaultTable roll={roll} clerk={clerk} />}
      <RollReviews reviews={roll.reviews} />
      <UploadList rollId={roll.rollId} revision={roll.revision} />
    </>
  );
}

function RollActs({ roll, batch, clerk }: { roll: RollView; batch: BatchView; clerk: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { holdsFor } = usePosts();
  const [reviewing, setReviewing] = useState(false);
  const heard = () => void queries.invalidateQueries();
  const path = { id: roll.rollId };
  const seen = { revision: roll.revision, digest: roll.digest ?? '' };
  const figures = { count: count(roll.entered.count), amount: yuan(roll.entered.amountFen), rejected: count(roll.outcome.rejected.count) };
  const reviews = roll.state === 'in-review' && holdsFor(roll.waitsFor, { department: batch.department, division: roll.divisionCode });
  return (
    <Space wrap>
      {clerk && roll.state === 'draft' && (
        <Act
          type="primary"
          label={t('roll.send')}
          asks={t('roll.send-asks', figures)}
          said={t('roll.sent')}
          send={(header) => answer(api.POST('/api/payment-orchestration/rolls/{id}/send', { params: { path, header }, body: seen }))}
          onDone={heard}
        />
      )}
      {clerk && roll.state === 'in-review' && (
        <Act
          label={t('roll.withdraw')}
          asks={t('roll.withdraw-asks')}
          said={t('roll.withdrawn')}
          send={(header) => answer(api.POST('/api/payment-orchestration/rolls/{id}/withdraw', { params: { path, header } }))}
          onDone={heard}
        />
      )}
      {reviews && (
        <>
          <Button type="primary" onClick={() => setReviewing(true)}>
            {t('act.review')}
          </Button>
          <ReviewDialog
            open={reviewing}
            onClose={() => setReviewing(false)}
            about={t('review.roll', figures)}
            send={({ decision, opinion }, header) =>
              answer(api.POST('/api/payment-orchestration/rolls/{id}/reviews', { params: { path, header }, body: { decision, opinion, ...seen } }))
            }
            onDone={heard}
          />
        </>
      )}
    </Space>
  );
}

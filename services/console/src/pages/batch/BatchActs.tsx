import { answer, count, useApi, yuan } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Act } from '../../components/Act';
import { ReviewDialog } from '../../components/ReviewDialog';
import { usePosts } from '../../data/use-posts';
import type { BatchView } from '../../data/views';

/** What whoever looks may do with the batch now. */
export function BatchActs({ batch }: { batch: BatchView }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { holds, holdsFor } = usePosts();
  const navigate = useNavigate();
  const path = { id: batch.id };
  const heard = () => void queries.invalidateQueries();
  const mine = holdsFor(batch.waitsFor, { department: batch.department });
  const figures = { rolls: batch.rolls.length, count: count(batch.entered.count), amount: yuan(batch.entered.amountFen) };
  return (
    <Space wrap>
      {mine && batch.state === 'draft' && (
        <Act
          type="primary"
          label={t('act.issue')}
          asks={t('act.issue-asks', figures)}
          said={t('act.issued')}
          send={(header) => answer(api.POST('/api/payment-orchestration/batches/{id}/issue', { params: { path, header } }))}
          onDone={heard}
        />
      )}
      {mine && batch.state === 'approved' && (
        <Act
          type="primary"
          label={t('act.apply')}
          asks={t('act.apply-asks', figures)}
          said={t('act.applied')}
          send={(header) => answer(api.POST('/api/payment-orchestration/batches/{id}/application', { params: { path, header } }))}
          onDone={heard}
        />
      )}
      {mine && (batch.state === 'in-review' || batch.state === 'applied') && <BatchReview batch={batch} onDone={heard} />}
      {holds('treasury-operator') && mayOrder(batch) && (
        <Button type={batch.state === 'applied' ? 'primary' : 'default'} onClick={() => void navigate(`/batches/${batch.id}/order`)}>
          {t('act.order')}
        </Button>
      )}
    </Space>
  );
}

/** Lines that were let go again after the others had been paid are ordered by themselves. */
const mayOrder = ({ state, waitsFor, outcome }: BatchView): boolean =>
  waitsFor === null && (state === 'applied' || state === 'paying' || (state === 'settled' && outcome.underWay.count > 0));

function BatchReview({ batch, onDone }: { batch: BatchView; onDone: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('act.review')}
      </Button>
      <ReviewDialog
        open={open}
        onClose={() => setOpen(false)}
        about={t('review.batch', { count: count(batch.entered.count), amount: yuan(batch.entered.amountFen) })}
        rolls={batch.rolls.map(({ rollId, divisionName }) => ({ value: rollId, label: divisionName }))}
        send={({ decision, opinion, rollIds }, header) =>
          answer(
            api.POST('/api/payment-orchestration/batches/{id}/reviews', {
              params: { path: { id: batch.id }, header },
              body: { decision, opinion, rollIds, digest: batch.digest ?? '' },
            }),
          )
        }
        onDone={onDone}
      />
    </>
  );
}

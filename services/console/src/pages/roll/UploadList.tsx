import { answer, moment, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/Answer';
import type { UploadView } from '../../data/views';
import { Faults } from './Faults';

/** Files sent in for the roll, refused ones with where they must be mended. */
export function UploadList({ rollId, revision }: { rollId: string; revision: number }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const uploads = useQuery({
    queryKey: ['roll', rollId, 'uploads', revision],
    queryFn: () => answer(api.GET('/api/payment-orchestration/rolls/{id}/uploads', { params: { path: { id: rollId } } })),
  });
  const item = (upload: UploadView) => ({
    key: upload.id,
    label: (
      <>
        <span className={`state state-${upload.accepted ? 'green' : 'red'}`}>
          {upload.accepted ? t('roll.revision-no', { revision: upload.revision ?? 0 }) : t('upload.was-refused')}
        </span>
        {upload.fileName} <span className="secondary">{moment(upload.at, i18n.language)}</span>
      </>
    ),
    children: (
      <>
        <p className="secondary digest">{t('upload.sha256', { sha256: upload.sha256 })}</p>
        {upload.detail !== null && <p>{upload.detail}</p>}
        {upload.faults.length > 0 && <Faults label={t('upload.refused-where')} table={{ rows: upload.faults }} empty={t('fault.none')} />}
      </>
    ),
  });
  return (
    <section className="above">
      <h2>{t('upload.list')}</h2>
      <Answer of={uploads} empty={{ when: (list) => list.length === 0, say: t('upload.none') }}>
        {(list) => <Collapse size="small" items={list.map(item)} />}
      </Answer>
    </section>
  );
}

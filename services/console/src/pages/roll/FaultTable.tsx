import { FileExcelOutlined } from '@ant-design/icons';
import { answer, useApi } from '@one-card/web';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../data/use-list';
import type { RollView } from '../../data/views';
import { Faults } from './Faults';

/** Faults of the rows that the present file had rejected; the rows themselves only the township gets, as a workbook. */
export function FaultTable({ roll, clerk }: { roll: RollView; clerk: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const faults = useList(['roll', roll.rollId, 'faults', roll.revision], (part) =>
    answer(api.GET('/api/payment-orchestration/rolls/{id}/faults', { params: { path: { id: roll.rollId }, query: part } })),
  );
  const workbook = (
    <Button icon={<FileExcelOutlined aria-hidden />} href={`/api/payment-orchestration/rolls/${roll.rollId}/faults/workbook`} download>
      {t('fault.workbook')}
    </Button>
  );
  return (
    <section className="above">
      <h2>{t('fault.label')}</h2>
      <p className="secondary">{t('fault.advice')}</p>
      <Faults label={t('fault.label')} table={faults.table} empty={t('fault.only-unmatched')} tools={clerk && workbook} />
    </section>
  );
}

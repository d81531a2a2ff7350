import { FileExcelOutlined } from '@ant-design/icons';
import { answer, useApi } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/Answer';
import type { RollView } from '../../data/views';
import { Faults } from './Faults';

/** Faults of the rows that the present file had rejected; the rows themselves only the township gets, as a workbook. */
export function FaultTable({ roll, clerk }: { roll: RollView; clerk: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const faults = useInfiniteQuery({
    queryKey: ['roll', roll.rollId, 'faults', roll.revision],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/payment-orchestration/rolls/{id}/faults', { params: { path: { id: roll.rollId }, query: { limit: 100, cursor: pageParam } } }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const workbook = (
    <Button icon={<FileExcelOutlined aria-hidden />} href={`/api/payment-orchestration/rolls/${roll.rollId}/faults/workbook`} download>
      {t('fault.workbook')}
    </Button>
  );
  return (
    <section className="above">
      <h2>{t('fault.label')}</h2>
      <p className="secondary">{t('fault.advice')}</p>
      <Answer of={faults} empty={{ when: ({ pages }) => pages.every(({ items }) => items.length === 0), say: t('fault.only-unmatched') }}>
        {({ pages }) => (
          <Faults
            label={t('fault.label')}
            faults={pages.flatMap(({ items }) => items)}
            more={{ there: faults.hasNextPage, load: () => void faults.fetchNextPage(), loading: faults.isFetchingNextPage }}
            tools={clerk && workbook}
          />
        )}
      </Answer>
    </section>
  );
}

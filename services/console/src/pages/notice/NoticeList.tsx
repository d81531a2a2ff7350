import { formatMilli } from '@one-card/domain';
import { answer, type components, count, useApi, yuan } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/DataTable';
import { useList } from '../../data/use-list';
import { useDivisions } from '../../data/use-divisions';
import type { NoticeView } from '../../data/views';

type Shown = components['schemas']['ShownPage_Output']['items'][number];

/** The list as the village board shows it. */
export function NoticeList({ notice }: { notice: NoticeView }) {
  const { t } = useTranslation();
  const api = useApi();
  const { nameOf } = useDivisions();
  const board = useList(
    ['notice', notice.id, 'board'],
    (part) => answer(api.GET('/api/disclosure/notices/{id}/board', { params: { path: { id: notice.id }, query: part } })),
    { size: 200 },
  );
  const columns: Column<Shown>[] = [
    {
      key: 'line',
      title: t('line.no'),
      amount: true,
      text: ({ line }) => String(line),
      cell: ({ line }) => <span className="amount">{count(line)}</span>,
    },
    { key: 'village', title: t('line.village'), text: ({ villageCode }) => nameOf(villageCode), cell: ({ villageCode }) => nameOf(villageCode) },
    { key: 'name', title: t('line.beneficiary'), text: ({ name }) => name ?? '', cell: ({ name }) => name },
    { key: 'payee', title: t('line.payee'), text: ({ payeeName }) => payeeName ?? '', cell: ({ payeeName }) => payeeName },
    {
      key: 'quantity',
      title: t('line.quantity'),
      amount: true,
      text: ({ quantityMilli }) => formatMilli(quantityMilli),
      cell: ({ quantityMilli }) => <span className="amount">{formatMilli(quantityMilli)}</span>,
    },
    {
      key: 'amount',
      title: t('line.amount'),
      amount: true,
      text: ({ amountFen }) => yuan(amountFen),
      cell: ({ amountFen }) => <span className="amount">{yuan(amountFen)}</span>,
    },
  ];
  return (
    <DataTable
      name="board"
      label={t('notice.board')}
      columns={columns}
      {...board.table}
      rowKey={({ line }) => line}
      empty={t('notice.totals-only')}
    />
  );
}

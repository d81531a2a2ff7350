import { count } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { type Column, DataTable, type DataTableProps } from '../../components/DataTable';
import type { UploadResult } from '../../data/views';

type Fault = UploadResult['faults'][number];

interface Props {
  readonly label: string;
  readonly table: Pick<DataTableProps<Fault>, 'rows' | 'more' | 'all' | 'loading' | 'failure'>;
  readonly empty: string;
  readonly tools?: ReactNode;
}

/** Where in a file something must be mended. */
export function Faults({ label, table, empty, tools }: Props) {
  const { t, i18n } = useTranslation();
  const wordsOf = ({ reason }: Fault) => (i18n.language === 'en' ? reason.en : reason.zh);
  const columns: Column<Fault>[] = [
    {
      key: 'row',
      title: t('fault.row'),
      amount: true,
      width: 90,
      text: ({ row }) => String(row),
      cell: ({ row }) => <span className="amount">{count(row)}</span>,
    },
    { key: 'column', title: t('fault.column'), width: 160, text: ({ column }) => column, cell: ({ column }) => column },
    { key: 'reason', title: t('fault.reason'), text: wordsOf, cell: (fault) => <span className="words">{wordsOf(fault)}</span> },
  ];
  return (
    <DataTable
      name="faults"
      label={label}
      columns={columns}
      {...table}
      rowKey={(fault) => `${String(fault.row)} ${fault.column} ${fault.reason.code} ${fault.reason.zh}`}
      empty={empty}
      tools={tools}
    />
  );
}

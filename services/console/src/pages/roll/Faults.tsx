import { count } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../components/DataTable';
import type { UploadResult } from '../../data/views';

type Fault = UploadResult['faults'][number];

interface Props {
  readonly label: string;
  readonly faults: readonly Fault[];
  readonly more?: { there: boolean; load: () => void; loading: boolean };
  readonly tools?: ReactNode;
}

/** Where in a file something must be mended. */
export function Faults({ label, faults, more, tools }: Props) {
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
  const keyed = faults.map((fault, i) => ({ ...fault, key: `${String(fault.row)} ${fault.column} ${String(i)}` }));
  return (
    <DataTable
      name="faults"
      label={label}
      columns={columns}
      rows={keyed}
      rowKey={({ key }: Fault & { key?: string }) => key ?? ''}
      empty={t('fault.none')}
      more={more}
      tools={tools}
    />
  );
}

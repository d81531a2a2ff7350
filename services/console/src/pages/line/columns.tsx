import { formatMilli } from '@one-card/domain';
import { count, yuan } from '@one-card/web';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import type { LineView } from '../../data/views';
import type { PersonName } from './use-names';

export interface LineColumn {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  readonly amount?: boolean;
  readonly extra?: boolean;
  readonly cell: (line: LineView, nameOf: (token: number | null) => PersonName | undefined) => ReactNode;
}

export function useLineColumns(): LineColumn[] {
  const { t, i18n } = useTranslation();
  const { nameOf: divisionName } = useDivisions();
  const zh = i18n.language !== 'en';
  return [
    { key: 'line', title: t('line.no'), width: 96, amount: true, cell: ({ line }) => count(line) },
    { key: 'row', title: t('line.row'), width: 72, amount: true, extra: true, cell: ({ rowNo }) => count(rowNo) },
    { key: 'village', title: t('line.village'), width: 140, cell: ({ villageCode }) => divisionName(villageCode) },
    { key: 'name', title: t('line.beneficiary'), width: 100, cell: ({ beneficiary }, nameOf) => nameOf(beneficiary)?.name ?? t('line.sealed') },
    {
      key: 'payee',
      title: t('line.payee'),
      width: 90,
      cell: ({ payee }, nameOf) => (payee === null ? '' : (nameOf(payee)?.name ?? t('line.sealed'))),
    },
    { key: 'subject', title: t('line.subject'), width: 160, cell: ({ subjectRef }) => subjectRef },
    { key: 'quantity', title: t('line.quantity'), width: 80, amount: true, cell: ({ quantityMilli }) => formatMilli(quantityMilli) },
    { key: 'rate', title: t('line.rate'), width: 100, amount: true, extra: true, cell: ({ rateFen }) => yuan(rateFen) },
    { key: 'amount', title: t('line.amount'), width: 120, amount: true, cell: ({ amountFen }) => yuan(amountFen) },
    { key: 'bank', title: t('line.bank'), width: 100, cell: ({ bankCode }) => (bankCode === null ? '' : t(`bank.${bankCode}`, bankCode)) },
    { key: 'outcome', title: t('line.outcome'), width: 104, cell: ({ outcome }) => <StateTag kind="outcome" state={outcome} /> },
    {
      key: 'reasons',
      title: t('line.reasons'),
      width: 220,
      cell: ({ reasons }) => reasons.map((reason) => (zh ? reason.zh : reason.en)).join(t('list.separator')),
    },
  ];
}

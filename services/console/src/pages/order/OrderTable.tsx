import { yuan } from '@one-card/web';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CountAndMoney } from '../../components/Amount';
import { type Column, DataTable } from '../../components/DataTable';
import { StateTag } from '../../components/StateTag';
import type { useList } from '../../data/use-list';
import type { OrderView, Totals } from '../../data/views';

export function sumOf(parts: readonly Totals[]): Totals {
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    amountFen: String(parts.reduce((sum, part) => sum + BigInt(part.amountFen), 0n)),
  };
}

export function OrderTable({ table, tools }: { table: ReturnType<typeof useList<OrderView>>['table']; tools?: ReactNode }) {
  const { t } = useTranslation();
  const sums = (name: string, title: string, of: (order: OrderView) => Totals): Column<OrderView> => ({
    ...{ key: name, title, amount: true, text: (order) => yuan(of(order).amountFen), cell: (order) => <CountAndMoney of={of(order)} /> },
  });
  const columns: Column<OrderView>[] = [
    { key: 'no', title: t('order.no'), text: ({ orderNo }) => orderNo, cell: ({ id, orderNo }) => <Link to={`/orders/${id}`}>{orderNo}</Link> },
    {
      key: 'state',
      title: t('order.state'),
      text: ({ state }) => t(`state.order.${state}`),
      cell: ({ state }) => <StateTag kind="order" state={state} />,
    },
    sums('total', t('order.total'), ({ total }) => total),
    sums('credited', t('order.credited'), ({ banks }) => sumOf(banks.map(({ credited }) => credited))),
    sums('bounced', t('order.bounced'), ({ banks }) => sumOf(banks.map(({ bounced }) => bounced))),
    {
      ...{ key: 'documents', title: t('order.documents'), text: ({ draws }) => draws.map(({ documentNo }) => documentNo).join(' ') },
      cell: ({ draws }) => draws.map(({ indicatorId, documentNo }) => <div key={indicatorId}>{documentNo}</div>),
    },
  ];
  return (
    <DataTable name="orders" label={t('nav.orders')} columns={columns} {...table} tools={tools} rowKey={({ id }) => id} empty={t('order.none')} />
  );
}

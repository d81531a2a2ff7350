import { answer, count, inWords, moment, useApi, yuan } from '@one-card/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Descriptions, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Act } from '../../components/Act';
import { CountAndMoney, Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { StateTag } from '../../components/StateTag';
import { useBatch } from '../../data/use-batch';
import { usePosts } from '../../data/use-posts';
import type { OrderView } from '../../data/views';

const LIVE = new Set<OrderView['state']>(['applied', 'funded']);
const REFRESH_MS = 3_000;

export default function OrderDetailPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const order = useQuery({
    queryKey: ['order', id],
    queryFn: () => answer(api.GET('/api/payment-orchestration/orders/{id}', { params: { path: { id } }, headers: { 'x-one-card-background': '1' } })),
    refetchInterval: ({ state }) => (state.data !== undefined && LIVE.has(state.data.state) ? REFRESH_MS : false),
  });
  return <Answer of={order}>{(view) => <Order order={view} />}</Answer>;
}

function Order({ order }: { order: OrderView }) {
  const { t } = useTranslation();
  const batch = useBatch(order.batchId);
  return (
    <>
      <PageTitle extra={order.state === 'reserved' && <OrderActs order={order} />}>{t('order.title', { no: order.orderNo })}</PageTitle>
      {order.state === 'refused' && <Alert className="above" type="error" showIcon title={t('order.was-refused', { why: order.refusedWhy ?? '' })} />}
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'state', label: t('order.state'), children: <StateTag kind="order" state={order.state} /> },
          {
            key: 'batch',
            label: t('order.batch'),
            children: (
              <Link to={`/batches/${order.batchId}`}>
                {batch.data === undefined ? t('order.batch') : `${batch.data.policyName} ${t('batch.seq', { seq: batch.data.seq })}`}
              </Link>
            ),
          },
          { key: 'lines', label: t('order.lines'), children: count(order.total.count) },
          { key: 'amount', label: t('order.amount'), children: <strong>{yuan(order.total.amountFen)}</strong> },
          { key: 'words', label: t('order.words'), children: inWords(order.total.amountFen) },
          {
            key: 'draws',
            label: t('order.documents'),
            children: order.draws.map(({ indicatorId, documentNo, amountFen }) => <div key={indicatorId}>{`${documentNo} ${yuan(amountFen)}`}</div>),
          },
        ]}
      />
      <OrderBanks order={order} />
    </>
  );
}

/** funded = credited + refunded + held, for each bank. */
function OrderBanks({ order }: { order: OrderView }) {
  const { t, i18n } = useTranslation();
  type Bank = OrderView['banks'][number];
  const bankName = ({ bankCode }: Bank) => t(`bank.${bankCode}`, bankCode);
  const columns: Column<Bank>[] = [
    { key: 'bank', title: t('line.bank'), text: bankName, cell: bankName },
    {
      key: 'ordered',
      title: t('order.total'),
      amount: true,
      text: ({ amountFen }) => yuan(amountFen),
      cell: ({ lines, amountFen }) => <CountAndMoney of={{ count: lines, amountFen }} />,
    },
    {
      key: 'voucher',
      title: t('order.voucher'),
      text: ({ voucherNo }) => voucherNo ?? '',
      cell: ({ voucherNo, fundedAt }) =>
        voucherNo !== null && (
          <>
            {voucherNo}
            <div className="secondary">{fundedAt !== null && moment(fundedAt, i18n.language)}</div>
          </>
        ),
    },
    {
      key: 'credited',
      title: t('order.credited'),
      amount: true,
      text: ({ credited }) => yuan(credited.amountFen),
      cell: ({ credited }) => <CountAndMoney of={credited} />,
    },
    {
      key: 'bounced',
      title: t('order.bounced'),
      amount: true,
      text: ({ bounced }) => yuan(bounced.amountFen),
      cell: ({ bounced }) => <CountAndMoney of={bounced} />,
    },
    {
      key: 'refunded',
      title: t('order.refunded'),
      amount: true,
      text: ({ refundedFen }) => yuan(refundedFen),
      cell: ({ refundedFen }) => <Money fen={refundedFen} />,
    },
    { key: 'held', title: t('order.held'), amount: true, text: ({ heldFen }) => yuan(heldFen), cell: ({ heldFen }) => <Money fen={heldFen} /> },
  ];
  return (
    <>
      <h2>{t('order.banks')}</h2>
      <DataTable
        name="order-banks"
        label={t('order.banks')}
        columns={columns}
        rows={order.banks}
        rowKey={({ bankCode }) => bankCode}
        empty={t('order.none')}
      />
    </>
  );
}

function OrderActs({ order }: { order: OrderView }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { holds } = usePosts();
  const path = { id: order.id };
  const heard = () => void queries.invalidateQueries();
  const figures = { no: order.orderNo, count: count(order.total.count), amount: yuan(order.total.amountFen), words: inWords(order.total.amountFen) };
  return (
    <Space>
      {holds('treasury-approver') && (
        <Act
          type="primary"
          label={t('order.approve')}
          asks={t('order.approve-asks', figures)}
          said={t('order.approved')}
          send={(header) => answer(api.POST('/api/payment-orchestration/orders/{id}/approve', { params: { path, header } }))}
          onDone={heard}
        />
      )}
      {holds('treasury-operator', 'treasury-approver') && (
        <Act
          danger
          label={t('order.cancel')}
          asks={t('order.cancel-asks', figures)}
          said={t('order.cancelled')}
          send={(header) => answer(api.POST('/api/payment-orchestration/orders/{id}/cancel', { params: { path, header } }))}
          onDone={heard}
        />
      )}
    </Space>
  );
}

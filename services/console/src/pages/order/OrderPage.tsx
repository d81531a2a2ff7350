import { answer, count, inWords, useApi, useCommand, yuan } from '@one-card/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Descriptions, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { Money } from '../../components/Amount';
import { Answer } from '../../components/Answer';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { Problem } from '../../components/Problem';
import { useBatch } from '../../data/use-batch';
import type { BatchView, OrderPreview } from '../../data/views';

/** 附.四 finance: what is paid, to whom, from where and what is left, before anybody orders it. */
export default function OrderPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const batch = useBatch(id);
  const preview = useQuery({
    queryKey: ['batch', id, 'order-preview'],
    queryFn: () => answer(api.GET('/api/payment-orchestration/batches/{id}/order-preview', { params: { path: { id } } })),
    staleTime: 0,
  });
  return <Answer of={batch}>{(of) => <Answer of={preview}>{(view) => <Confirmation batch={of} preview={view} />}</Answer>}</Answer>;
}

function Confirmation({ batch, preview }: { batch: BatchView; preview: OrderPreview }) {
  const { t } = useTranslation();
  const { total, people, payees, missingFen } = preview;
  return (
    <>
      <PageTitle>{t('confirm.title')}</PageTitle>
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'batch',
            label: t('order.batch'),
            span: 'filled',
            children: <Link to={`/batches/${batch.id}`}>{`${batch.policyName} ${t('batch.seq', { seq: batch.seq })}`}</Link>,
          },
          { key: 'lines', label: t('order.lines'), children: count(total.count) },
          { key: 'people', label: t('confirm.people'), children: t('confirm.people-and-accounts', { people: count(people), payees: count(payees) }) },
          { key: 'amount', label: t('order.amount'), children: <strong className="large">{yuan(total.amountFen)}</strong> },
          { key: 'words', label: t('order.words'), children: <strong>{inWords(total.amountFen)}</strong> },
        ]}
      />
      <Banks preview={preview} />
      <Indicators preview={preview} />
      {total.count === 0 && <Alert className="above" type="info" showIcon title={t('confirm.nothing')} />}
      {missingFen !== '0' && <Alert className="above" type="error" showIcon title={t('confirm.missing', { amount: yuan(missingFen) })} />}
      {total.count > 0 && missingFen === '0' && <Order preview={preview} />}
    </>
  );
}

function Order({ preview }: { preview: OrderPreview }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [sure, setSure] = useState(false);
  const draws = preview.indicators.filter(({ drawFen }) => drawFen !== '0').map(({ id, drawFen }) => ({ indicatorId: id, amountFen: drawFen }));
  const order = useCommand(
    (body: { batchId: string; draws: typeof draws; paymentMode: 'direct' }, header) =>
      answer(api.POST('/api/payment-orchestration/orders', { params: { header }, body })),
    {
      onSuccess: ({ id }) => {
        void message.success(t('confirm.ordered'));
        void queries.invalidateQueries();
        void navigate(`/orders/${id}`);
      },
      // What was shown may no longer be so.
      onError: () => void queries.invalidateQueries({ queryKey: ['batch', preview.batchId, 'order-preview'] }),
    },
  );
  const figures = { count: count(preview.total.count), amount: yuan(preview.total.amountFen) };
  return (
    <div className="confirm">
      <Checkbox checked={sure} onChange={({ target }) => setSure(target.checked)}>
        {t('confirm.sure', figures)}
      </Checkbox>
      <p className="secondary">{t('confirm.what-happens')}</p>
      <Space>
        <Button
          type="primary"
          disabled={!sure}
          loading={order.isPending}
          onClick={() => order.mutate({ batchId: preview.batchId, draws, paymentMode: 'direct' })}
        >
          {t('confirm.order')}
        </Button>
        <Link to={`/batches/${preview.batchId}`}>{t('act.leave')}</Link>
      </Space>
      {order.error && order.error.status !== 401 && <Problem error={order.error} />}
    </div>
  );
}

function Banks({ preview }: { preview: OrderPreview }) {
  const { t } = useTranslation();
  type Bank = OrderPreview['banks'][number];
  const nameOf = ({ bankCode }: Bank) => t(`bank.${bankCode}`, bankCode);
  const columns: Column<Bank>[] = [
    { key: 'bank', title: t('line.bank'), text: nameOf, cell: nameOf },
    {
      key: 'lines',
      title: t('order.lines'),
      amount: true,
      text: ({ lines }) => String(lines),
      cell: ({ lines }) => <span className="amount">{count(lines)}</span>,
    },
    {
      key: 'amount',
      title: t('order.amount'),
      amount: true,
      text: ({ amountFen }) => yuan(amountFen),
      cell: ({ amountFen }) => <Money fen={amountFen} />,
    },
  ];
  return (
    <>
      <h2>{t('order.banks')}</h2>
      <DataTable
        name="preview-banks"
        label={t('order.banks')}
        columns={columns}
        rows={preview.banks}
        rowKey={({ bankCode }) => bankCode}
        empty={t('confirm.nothing')}
      />
    </>
  );
}

function Indicators({ preview }: { preview: OrderPreview }) {
  const { t } = useTranslation();
  type Indicator = OrderPreview['indicators'][number];
  const money = (name: 'availableFen' | 'drawFen' | 'afterFen'): Column<Indicator> => ({
    ...{ key: name, title: t(`confirm.${name}`), amount: true, text: (row) => yuan(row[name]), cell: (row) => <Money fen={row[name]} /> },
  });
  const columns: Column<Indicator>[] = [
    { key: 'document', title: t('indicator.document'), text: ({ documentNo }) => documentNo, cell: ({ documentNo }) => documentNo },
    ...[money('availableFen'), money('drawFen'), money('afterFen')],
  ];
  return (
    <>
      <h2>{t('confirm.indicators')}</h2>
      <DataTable
        name="preview-indicators"
        label={t('confirm.indicators')}
        columns={columns}
        rows={preview.indicators}
        rowKey={({ id }) => id}
        empty={t('indicator.none')}
      />
    </>
  );
}

import { answer, moment, useApi } from '@one-card/web';
import { Button, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/DataTable';
import { PageTitle } from '../../components/PageTitle';
import { useDivisions } from '../../data/use-divisions';
import { useFilter } from '../../data/use-filter';
import { useList } from '../../data/use-list';
import type { AlertView } from '../../data/views';
import { FLAGS } from './AlertCounts';

const STATES = ['open', 'settled'] as const;
const FILTERS = ['flag', 'state', 'division', 'batchId', 'line'] as const;
type Filter = Partial<Record<(typeof FILTERS)[number], string | undefined>>;

/** Red flags, newest first; from each one goes to what it is about. */
export default function AlertsPage() {
  const { t } = useTranslation();
  const { values, set } = useFilter(FILTERS);
  const alerts = useAlerts(values);
  return (
    <>
      <PageTitle>{t('nav.alerts')}</PageTitle>
      <DataTable
        name="alerts"
        label={t('nav.alerts')}
        columns={useColumns()}
        {...alerts.table}
        rowKey={({ id }) => id}
        empty={t('alert.none')}
        tools={<Filters values={values} set={set} />}
      />
    </>
  );
}

function useAlerts(filter: Filter) {
  const api = useApi();
  const { flag, state, division, batchId, line } = filter;
  const query = {
    ...{ flag: FLAGS.find((each) => each === flag), state: STATES.find((each) => each === state), division, batchId },
    ...{ line: line === undefined ? undefined : Number(line), newest: 'true' },
  };
  return useList(['alerts', query], (part) => answer(api.GET('/api/supervision/alerts', { params: { query: { ...query, ...part } } })));
}

/** What a flag is about, `line 12`, `roll …`, and where that is shown. */
function placeOf({ about, batchId, line }: AlertView): { kind: 'line' | 'roll' | 'order' | 'batch' | 'account'; path: string } | undefined {
  const [kind, id = ''] = about.split(' ');
  if (line !== null) return { kind: 'line', path: `/lines/${String(line)}` };
  if (kind === 'roll') return { kind, path: `/rolls/${id}` };
  if (kind === 'order') return { kind, path: `/orders/${id}` };
  if (kind === 'account') return { kind, path: `/accounts/${id}` };
  return batchId === null ? undefined : { kind: 'batch', path: `/batches/${batchId}` };
}

function useColumns(): Column<AlertView>[] {
  const { t, i18n } = useTranslation();
  const { nameOf } = useDivisions();
  const whenOf = ({ raisedAt }: AlertView) => moment(raisedAt, i18n.language);
  const saysOf = ({ zh, en }: AlertView) => (i18n.language === 'en' ? en : zh);
  const townshipOf = ({ divisionCode }: AlertView) => (divisionCode === null ? '' : nameOf(divisionCode));
  return [
    { key: 'when', title: t('alert.raised'), width: 170, text: whenOf, cell: whenOf },
    {
      ...{ key: 'flag', title: t('alert.flag'), width: 150, text: ({ flag }) => t(`flag.${flag}`) },
      cell: ({ flag }) => <strong>{t(`flag.${flag}`)}</strong>,
    },
    { key: 'says', title: t('alert.says'), text: saysOf, cell: (alert) => <span className="words">{saysOf(alert)}</span> },
    { key: 'township', title: t('sums.township'), text: townshipOf, cell: townshipOf },
    {
      ...{ key: 'state', title: t('alert.state'), text: ({ state }) => t(`alert.${state}`) },
      cell: ({ state }) => <Tag color={state === 'open' ? 'red' : undefined}>{t(`alert.${state}`)}</Tag>,
    },
    { key: 'about', title: t('alert.about'), text: ({ about }) => about, cell: (alert) => <Down alert={alert} /> },
    {
      ...{ key: 'batch', title: t('order.batch'), text: ({ batchId }) => batchId ?? '', extra: true },
      cell: ({ batchId }) => batchId !== null && <Link to={`/batches/${batchId}`}>{t('roll.batch')}</Link>,
    },
  ];
}

function Down({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const place = placeOf(alert);
  if (place === undefined) return null;
  return <Link to={place.path}>{place.kind === 'line' ? t('line.title', { line: alert.line }) : t(`alert.see.${place.kind}`)}</Link>;
}

function Filters({ values, set }: { values: Filter; set: (changes: Filter) => void }) {
  const { t } = useTranslation();
  const { divisions } = useDivisions();
  const townships = divisions.filter(({ kind }) => kind === 'township' || kind === 'functional');
  const choice = (name: 'flag' | 'state' | 'division', label: string, options: { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch
      optionFilterProp="label"
      className="filter"
      value={values[name]}
      onChange={(value: string | undefined) => set({ [name]: value })}
      options={options}
    />
  );
  const narrowed = values.batchId !== undefined || values.line !== undefined;
  return (
    <>
      {choice(
        'flag',
        t('alert.flag'),
        FLAGS.map((flag) => ({ value: flag, label: t(`flag.${flag}`) })),
      )}
      {choice(
        'state',
        t('alert.state'),
        STATES.map((state) => ({ value: state, label: t(`alert.${state}`) })),
      )}
      {choice(
        'division',
        t('sums.township'),
        townships.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {narrowed && <Button onClick={() => set({ batchId: undefined, line: undefined })}>{t('alert.all')}</Button>}
    </>
  );
}

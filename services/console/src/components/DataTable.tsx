import { DownloadOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown, Empty, Space, Table, type TableProps } from 'antd';
import { type Key, type ReactNode, type TdHTMLAttributes, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadCsv } from './csv';
import { Problem } from './Problem';
import { useScrollable } from './use-scrollable';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** what stands in an exported file; a column without it is not exported */
  readonly text?: (row: Row) => string;
  readonly amount?: boolean;
  readonly width?: number;
  /** can be shown, but is not at first */
  readonly extra?: boolean;
}

export interface DataTableProps<Row> {
  /** of this list, to remember which columns are shown */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
  readonly loading?: boolean;
  readonly empty: ReactNode;
  /** where the page has only the first rows of the list: how more of them come, and all of them for the file */
  readonly more?: { readonly there: boolean; readonly load: () => void; readonly loading: boolean };
  readonly all?: () => Promise<readonly Row[]>;
  /** where the list could not be read, or not all of it */
  readonly failure?: { readonly error: unknown; readonly retry: () => void };
  readonly selection?: TableProps<Row>['rowSelection'];
  readonly tools?: ReactNode;
}

/** A list of which columns can be chosen and exported, and of which more comes when it is asked for. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, rowKey, loading, empty, more, all, failure, selection, tools } = props;
  const { t } = useTranslation();
  const [hidden, setHidden] = useHidden(name, columns);
  const box = useScrollable<HTMLElement>();
  const shown = columns.filter(({ key }) => !hidden.includes(key));
  const [exporting, setExporting] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const save = (whole: readonly Row[]) =>
    downloadCsv(
      label,
      shown.flatMap(({ title, text }) => (text === undefined ? [] : [{ title, text }])),
      whole,
    );
  const exported = async () => {
    setExporting(true);
    setRefusal(undefined);
    await (all?.() ?? Promise.resolve(rows)).then(save, setRefusal);
    setExporting(false);
  };
  return (
    <section aria-label={label} ref={box} className="data-table">
      <div className="table-tools">
        <div className="table-tools-own">{tools}</div>
        <Space>
          <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
          <Button icon={<DownloadOutlined aria-hidden />} disabled={rows.length === 0} loading={exporting} onClick={() => void exported()}>
            {t('table.export')}
          </Button>
        </Space>
      </div>
      {failure !== undefined && <Problem error={failure.error} retry={failure.retry} />}
      {refusal !== undefined && <Problem error={refusal} retry={() => void exported()} />}
      <Table<Row>
        size="small"
        columns={shown.map(({ key, title, cell, amount, width }) => ({
          ...{ key, title, width, render: (_: unknown, row: Row) => whole(cell(row)), align: amount === true ? 'right' : 'left' },
          onHeaderCell: () => ({ scope: 'col' }),
          onCell: () => ({ 'data-label': title }) as TdHTMLAttributes<HTMLElement>,
        }))}
        dataSource={[...rows]}
        rowKey={rowKey}
        loading={loading}
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowSelection={selection}
        locale={{ emptyText: failure === undefined ? <Empty description={empty} /> : ' ' }}
      />
      {more?.there === true && (
        <Button block className="more" loading={more.loading} onClick={more.load}>
          {t('table.more', { count: rows.length })}
        </Button>
      )}
    </section>
  );
}

/** On a phone it stands beside the head of its column: in one piece, and not at all where there is nothing. */
const whole = (content: ReactNode): ReactNode =>
  content === null || content === undefined || content === false || content === '' ? null : <div className="cell">{content}</div>;

interface ChoiceProps {
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  readonly hidden: readonly string[];
  readonly onChange: (hidden: string[]) => void;
}

export function ColumnChoice({ columns, hidden, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const shown = columns.map(({ key }) => key).filter((key) => !hidden.includes(key));
  const choice = (
    <Checkbox.Group
      className="column-choice"
      value={shown}
      options={columns.map(({ key, title }) => ({ value: key, label: title }))}
      onChange={(keys) => onChange(columns.map(({ key }) => key).filter((key) => !keys.includes(key)))}
    />
  );
  return (
    <Dropdown trigger={['click']} popupRender={() => choice}>
      <Button icon={<SettingOutlined aria-hidden />}>{t('table.columns')}</Button>
    </Dropdown>
  );
}

/** Kept by the browser, for whoever uses it. */
export function useHidden(name: string, columns: readonly { readonly key: string; readonly extra?: boolean }[]) {
  const key = `one-card.columns.${name}`;
  const [hidden, setHidden] = useState<string[]>(() => remembered(key) ?? columns.filter(({ extra }) => extra).map((column) => column.key));
  const change = (next: string[]) => {
    setHidden(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // a browser that keeps nothing shows the usual columns next time
    }
  };
  return [hidden, change] as const;
}

function remembered(key: string): string[] | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : undefined;
  } catch {
    return undefined;
  }
}

import { type components } from '@one-card/web';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

type Row = components['schemas']['PolicyList_Output']['items'][number];

/** The columns that the county publishes, in its order; on screen those that people look for first, on paper all. */
const COLUMNS: readonly { name: string; cell: (row: Row) => ReactNode; more?: boolean }[] = [
  { name: 'no', cell: ({ no }) => no },
  { name: 'department', cell: ({ department }) => department },
  { name: 'name', cell: ({ code, name }) => <Link to={`/policies/${code}`}>{name}</Link> },
  { name: 'level', cell: ({ level }) => level },
  { name: 'documents', cell: ({ documents }) => documents.join(', '), more: true },
  { name: 'beneficiaries', cell: ({ beneficiaries }) => beneficiaries },
  { name: 'standard', cell: ({ standard }) => standard },
  { name: 'applying', cell: ({ applying }) => applying, more: true },
  { name: 'payment', cell: ({ payment }) => payment, more: true },
  { name: 'frequency', cell: ({ frequency }) => frequency },
  { name: 'timeLimit', cell: ({ timeLimit }) => timeLimit, more: true },
  { name: 'phone', cell: ({ phone }) => phone, more: true },
  { name: 'complaintPhone', cell: ({ complaintPhone }) => complaintPhone, more: true },
  { name: 'note', cell: ({ note }) => note, more: true },
];

export function PolicyTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  return (
    <>
      <label className="check no-print">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> {t('policy.all-columns')}
      </label>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('nav.policies')}>
        <table className={all ? 'stack wide-list' : 'stack'}>
          <thead>
            <tr>
              {COLUMNS.map(({ name, more }) => (
                <th key={name} scope="col" className={more && !all ? 'on-paper' : undefined}>
                  {t(`policy.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.code}>
                {COLUMNS.map(({ name, cell, more }) => (
                  <td
                    key={name}
                    data-label={t(`policy.column.${name}`)}
                    className={[more && !all ? 'on-paper' : '', name === 'name' ? 'head' : ''].join(' ')}
                  >
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

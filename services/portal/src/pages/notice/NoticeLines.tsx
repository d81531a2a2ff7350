import { answer, type components, count, useApi, yuan } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answers, byCursor } from '../../components/Answers';
import { formatMilli } from '@one-card/domain';

type Notice = components['schemas']['NoticeView_Output'];
type Line = components['schemas']['ShownPage_Output']['items'][number];

interface Props {
  readonly notice: Notice;
  readonly village: string;
  readonly names: ReadonlyMap<string, string>;
}

export function NoticeLines({ notice, village, names }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const lines = useInfiniteQuery({
    queryKey: ['notice', notice.id, 'lines', village],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: 50, cursor, ...(village === '' ? {} : { village }) };
      return answer(api.GET('/api/disclosure/notices/{id}/lines', { params: { path: { id: notice.id }, query } }));
    },
    ...byCursor,
  });
  const hidden = notice.state === 'open' || notice.state === 'closed' ? t('notice.totals-only') : t('notice.not-shown-yet');
  return (
    <Answers of={lines} empty={hidden}>
      {(items, { publicity }) => (
        <>
          {publicity === 'masked' && <p className="hint">{t('notice.masked')}</p>}
          <LineTable lines={items} names={names} objectTo={notice.state === 'open' ? notice.id : undefined} />
        </>
      )}
    </Answers>
  );
}

interface TableProps {
  readonly lines: readonly Line[];
  readonly names: ReadonlyMap<string, string>;
  /** the notice in which one may object to a line; left out, one may not */
  readonly objectTo?: string;
}

export function LineTable({ lines, names, objectTo }: TableProps) {
  const { t } = useTranslation();
  return (
    <table className="stack">
      <thead>
        <tr>
          <th scope="col">{t('line.number')}</th>
          <th scope="col">{t('place.village')}</th>
          <th scope="col">{t('line.name')}</th>
          <th scope="col">{t('line.payee')}</th>
          <th scope="col" className="amount">
            {t('line.quantity')}
          </th>
          <th scope="col" className="amount">
            {t('line.amount')}
          </th>
          {objectTo !== undefined && <th className="no-print">{t('line.act')}</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.line}>
            <td data-label={t('line.number')}>{count(line.line)}</td>
            <td data-label={t('place.village')}>{names.get(line.villageCode) ?? line.villageCode}</td>
            <td className="head" data-label={t('line.name')}>
              {line.name}
            </td>
            <td data-label={t('line.payee')}>{line.payeeName}</td>
            <td className="amount" data-label={t('line.quantity')}>
              {formatMilli(line.quantityMilli)}
            </td>
            <td className="amount" data-label={t('line.amount')}>
              {yuan(line.amountFen)}
            </td>
            {objectTo !== undefined && (
              <td className="no-print">
                <Link to={`/notices/${objectTo}/object?line=${String(line.line)}`}>{t('notice.object-line')}</Link>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

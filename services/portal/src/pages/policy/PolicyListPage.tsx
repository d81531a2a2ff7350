import { answer, useApi } from '@one-card/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { PrintButton } from '../../components/parts';
import { PolicyFilters } from './PolicyFilters';
import { PolicyTable } from './PolicyTable';

const RECIPIENTS = ['person', 'household', 'child'] as const;
type Query = { year?: number; level?: string; department?: string; text?: string; recipient?: (typeof RECIPIENTS)[number] };

export default function PolicyListPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [search] = useSearchParams();
  const query = queryOf(search);
  const list = useQuery({
    queryKey: ['policy-list', query],
    queryFn: () => answer(api.GET('/api/policy-catalog/policy-list', { params: { query } })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageTitle>{t('nav.policies')}</PageTitle>
      <p className="no-print">{t('policy.lead')}</p>
      <Answer of={list}>
        {(data) => (
          <>
            <PolicyFilters levels={data.levels} departments={data.departments} year={data.year} />
            <div className="actions no-print">
              {(['xlsx', 'csv'] as const).map((format) => (
                <a key={format} className="button quiet" download href={fileAddress(query, data.year, format)}>
                  {t(`policy.download.${format}`)}
                </a>
              ))}
              <PrintButton />
            </div>
            <p className="hint" role="status">
              {t('policy.found', { count: data.items.length, year: data.year })}
              {data.publishedAt === null && ` ${t('policy.not-published')}`}
            </p>
            {data.items.length === 0 ? <p className="note">{t('policy.none')}</p> : <PolicyTable rows={data.items} />}
          </>
        )}
      </Answer>
    </>
  );
}

function queryOf(search: URLSearchParams): Query {
  const text = (name: string) => search.get(name) || undefined;
  return {
    year: text('year') === undefined ? undefined : Number(text('year')),
    level: text('level'),
    department: text('department'),
    text: text('text'),
    recipient: RECIPIENTS.find((one) => one === search.get('recipient')),
  };
}

function fileAddress(query: Query, year: number, format: 'xlsx' | 'csv'): string {
  const given = Object.entries({ ...query, year, format }).filter(([, value]) => value !== undefined);
  return `/api/policy-catalog/policy-list/file?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

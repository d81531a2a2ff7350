import { answer, useApi } from '@one-card/web';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { Answers, byCursor } from '../../components/Answers';
import { NoticeItem } from '../../components/NoticeItem';
import { PageTitle } from '../../components/PageTitle';
import { Options, PlacePicker } from '../../components/PlacePicker';
import { usePolicies } from '../../components/places';

interface Filter {
  readonly division?: string;
  readonly policyCode?: string;
}

const MOST_OPEN = 200;

export default function NoticeListPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const policies = usePolicies();
  const [division, policy] = [search.get('division') ?? '', search.get('policy') ?? ''];
  const choose = (next: { division: string; policy: string }) =>
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')), { replace: true });
  const filter: Filter = { ...(division === '' ? {} : { division }), ...(policy === '' ? {} : { policyCode: policy }) };
  return (
    <>
      <PageTitle>{t('nav.notices')}</PageTitle>
      <p>{t('notice.lead')}</p>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <PlacePicker value={division} onChange={(next) => choose({ division: next, policy })} />
        <label>
          {t('notice.policy')}
          <select value={policy} onChange={(event) => choose({ division, policy: event.target.value })}>
            <option value="">{t('all')}</option>
            <Options of={policies.data} />
          </select>
        </label>
      </form>
      <Open filter={filter} />
      <Ended filter={filter} />
    </>
  );
}

/** Those that end first come first. */
function Open({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const api = useApi();
  const open = useQuery({
    queryKey: ['notices', 'open', filter],
    queryFn: () => answer(api.GET('/api/disclosure/notices', { params: { query: { ...filter, state: 'open', limit: MOST_OPEN } } })),
  });
  return (
    <section>
      <h2>{t('notice.open')}</h2>
      <Answer of={open} empty={{ when: ({ items }) => items.length === 0, say: t('notice.none-open') }}>
        {({ items }) => (
          <ul className="list">
            {[...items]
              .sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0))
              .map((notice) => (
                <NoticeItem key={notice.id} of={notice} />
              ))}
          </ul>
        )}
      </Answer>
    </section>
  );
}

function Ended({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const api = useApi();
  const ended = useInfiniteQuery({
    queryKey: ['notices', 'closed', filter],
    queryFn: ({ pageParam: cursor }) =>
      answer(api.GET('/api/disclosure/notices', { params: { query: { ...filter, state: 'closed', limit: 20, cursor } } })),
    ...byCursor,
  });
  return (
    <section>
      <h2>{t('notice.ended')}</h2>
      <Answers of={ended} empty={t('notice.none-ended')}>
        {(items) => (
          <ul className="list">
            {items.map((notice) => (
              <NoticeItem key={notice.id} of={notice} />
            ))}
          </ul>
        )}
      </Answers>
    </section>
  );
}

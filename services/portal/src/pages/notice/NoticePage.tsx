import { answer, count, day, type components, useApi, useSession, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { NoticeState } from '../../components/NoticeItem';
import { PageTitle } from '../../components/PageTitle';
import { Facts, PrintButton, Trail } from '../../components/parts';
import { NoticeLines } from './NoticeLines';

type Notice = components['schemas']['NoticeView_Output'];

/** Posts that hang notices up see the version of the village board. */
const POSTERS: readonly string[] = ['village-agent', 'township-clerk', 'township-reviewer', 'publisher'];

export default function NoticePage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = '' } = useParams();
  const notice = useQuery({
    queryKey: ['notice', id],
    queryFn: () => answer(api.GET('/api/disclosure/notices/{id}', { params: { path: { id } } })),
  });
  return (
    <Answer of={notice}>
      {(of) => (
        <>
          <Trail of={[{ to: '/notices', name: t('nav.notices') }]} here={`${of.divisionName} ${of.policyName}`} />
          <PageTitle>{t('notice.title', { place: of.divisionName, policy: of.policyName })}</PageTitle>
          <Window of={of} />
          <Actions of={of} />
          <List of={of} />
        </>
      )}
    </Answer>
  );
}

function Window({ of }: { of: Notice }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <p>
        <NoticeState of={of} />
      </p>
      <Facts
        of={[
          [t('notice.window'), of.openedAt && of.closesAt ? t('notice.from-to', spanOf(of.openedAt, of.closesAt, i18n.language)) : null],
          [t('notice.listed'), t('notice.sum', { lines: count(of.listed.count), amount: yuan(of.listed.amountFen) })],
          [t('notice.objections'), of.openObjections > 0 ? t('notice.open-objections', { count: of.openObjections }) : null],
        ]}
      />
    </>
  );
}

/** The window ends with its last day, which is the one before it closes at midnight. */
function spanOf(openedAt: string, closesAt: string, language: string) {
  return { from: day(openedAt, language), to: day(new Date(Date.parse(closesAt) - 1).toISOString(), language) };
}

function Actions({ of }: { of: Notice }) {
  const { t } = useTranslation();
  const session = useSession();
  const posts = session.data?.person?.posts.map(({ post }) => post) ?? [];
  return (
    <div className="actions no-print">
      {of.state === 'open' && (
        <Link className="button" to={`/notices/${of.id}/object`}>
          {t('notice.object')}
        </Link>
      )}
      <PrintButton />
      {posts.some((post) => POSTERS.includes(post)) && (
        <Link className="button quiet" to={`/notices/${of.id}/board`}>
          {t('notice.board')}
        </Link>
      )}
    </div>
  );
}

function List({ of }: { of: Notice }) {
  const { t } = useTranslation();
  const api = useApi();
  const [search, setSearch] = useSearchParams();
  const village = search.get('village') ?? '';
  const villages = useQuery({
    queryKey: ['notice', of.id, 'villages'],
    queryFn: () => answer(api.GET('/api/disclosure/notices/{id}/villages', { params: { path: { id: of.id } } })),
  });
  return (
    <section>
      <h2>{t('notice.list')}</h2>
      {villages.data !== undefined && villages.data.length > 1 && (
        <label className="no-print narrow">
          {t('place.village')}
          <select
            value={village}
            onChange={(event) => setSearch(event.target.value === '' ? {} : { village: event.target.value }, { replace: true })}
          >
            <option value="">{t('place.any-village')}</option>
            {villages.data.map(({ code, name, lines }) => (
              <option key={code} value={code}>
                {t('notice.village-of', { name, count: lines })}
              </option>
            ))}
          </select>
        </label>
      )}
      <NoticeLines notice={of} village={village} names={new Map(villages.data?.map(({ code, name }) => [code, name]))} />
    </section>
  );
}

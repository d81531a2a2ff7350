import { answer, count, type components, useApi, yuan } from '@one-card/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { Figure, PrintButton, SumCells, SumHeads, Trail } from '../../components/parts';

type Level = components['schemas']['LevelView_Output'];

/** County, township, village: each the sum of the next below. */
export default function PaymentsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [search, setSearch] = useSearchParams();
  const division = search.get('division') ?? undefined;
  const year = search.get('year') ?? undefined;
  const level = useQuery({
    queryKey: ['level', division, year],
    queryFn: () =>
      answer(api.GET('/api/disclosure/payments/levels', { params: { query: { division, year: year === undefined ? undefined : Number(year) } } })),
    placeholderData: keepPreviousData,
  });
  const chooseYear = (chosen: string) => setSearch({ ...(division === undefined ? {} : { division }), year: chosen }, { replace: true });
  return (
    <Answer of={level}>
      {(of) => (
        <>
          <Trail of={of.path.map(({ code, name }) => ({ to: addressOf(code, of.year), name }))} here={of.division.name} />
          <PageTitle>{t('payment.title', { place: of.division.name, year: of.year })}</PageTitle>
          <div className="actions no-print">
            <label className="narrow">
              {t('year')}
              <select value={of.year} onChange={(event) => chooseYear(event.target.value)}>
                {[...new Set([of.year, ...of.years])].map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
            <PrintButton />
          </div>
          {of.total.lines === 0 ? <p className="note">{t('payment.nothing')}</p> : <Sums of={of} />}
        </>
      )}
    </Answer>
  );
}

const addressOf = (division: string, year: number) => `/payments?division=${division}&year=${String(year)}`;

function Sums({ of }: { of: Level }) {
  const { t } = useTranslation();
  const { total, parts } = of;
  return (
    <>
      <ul className="cards figures">
        <Figure label={t('sum.amount')}>{yuan(total.amountFen)}</Figure>
        {total.people !== null && (
          <Figure label={t(of.division.kind === 'village' ? 'payment.people-named' : 'home.people')}>{count(total.people)}</Figure>
        )}
        <Figure label={t('home.lines')}>{count(total.lines)}</Figure>
      </ul>
      {parts.length > 0 && <Parts of={of} />}
      <Policies of={of} />
      <p className="hint">{t('payment.people-hint')}</p>
    </>
  );
}

function Parts({ of: { parts, division, year } }: { of: Level }) {
  const { t } = useTranslation();
  const kind = division.kind === 'county' ? 'townships' : 'villages';
  return (
    <section>
      <h2>{t(`payment.${kind}`)}</h2>
      <p className="hint no-print">{t(`payment.${kind}-hint`)}</p>
      <table className="stack sums">
        <thead>
          <tr>
            <th scope="col">{t('payment.place')}</th>
            <SumHeads />
          </tr>
        </thead>
        <tbody>
          {parts.map(({ code, name, ...sums }) => (
            <tr key={code}>
              <td className="head">{code === null ? name : <Link to={addressOf(code, year)}>{name}</Link>}</td>
              <SumCells {...sums} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** In a village one goes on to the lines, where the policy's publicity lets a page show them. */
function Policies({ of: { policies, division, year } }: { of: Level }) {
  const { t } = useTranslation();
  const isVillage = division.kind === 'village';
  const lines = (code: string) => `/payments/lines?village=${division.code}&policy=${code}&year=${String(year)}`;
  return (
    <section>
      <h2>{t('payment.policies')}</h2>
      {isVillage && <p className="hint no-print">{t('payment.policies-hint')}</p>}
      <table className="stack sums">
        <thead>
          <tr>
            <th scope="col">{t('policy.column.name')}</th>
            <SumHeads />
          </tr>
        </thead>
        <tbody>
          {policies.map(({ code, name, publicity, ...sums }) => (
            <tr key={code}>
              <td className="head">
                {code === null ? name : <Link to={isVillage && publicity !== 'totals' ? lines(code) : `/policies/${code}`}>{name}</Link>}
                {isVillage && publicity === 'totals' && <span className="hint"> {t('payment.totals-only')}</span>}
              </td>
              <SumCells {...sums} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

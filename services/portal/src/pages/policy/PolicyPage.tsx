import { answer, type components, day, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { Facts, PrintButton, Trail } from '../../components/parts';

type Version = components['schemas']['PolicyHistory_Output'][number];

export default function PolicyPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { code = '' } = useParams();
  const history = useQuery({
    queryKey: ['policy', code],
    queryFn: () => answer(api.GET('/api/policy-catalog/policy-list/{code}', { params: { path: { code } } })),
  });
  return (
    <Answer of={history} empty={{ when: (versions) => versions.length === 0, say: t('policy.none') }}>
      {([now, ...earlier]) =>
        now !== undefined && (
          <>
            <Trail of={[{ to: '/policies', name: t('nav.policies') }]} here={now.name} />
            <PageTitle>{now.name}</PageTitle>
            <Now of={now} />
            <div className="actions no-print">
              <Link className="button" to={`/notices?policy=${code}`}>
                {t('policy.its-notices')}
              </Link>
              <Link className="button quiet" to={`/questions?policy=${code}`}>
                {t('policy.ask')}
              </Link>
              <PrintButton />
            </div>
            <Versions of={[now, ...earlier]} />
          </>
        )
      }
    </Answer>
  );
}

function Now({ of }: { of: Version }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('policy.who')}</h2>
      <p>{of.beneficiaries}</p>
      <h2>{t('policy.how-much')}</h2>
      <ul>
        {of.standard.split(/[;；]\s*/).map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      <h2>{t('policy.how')}</h2>
      <p>{of.applying}</p>
      <h2>{t('policy.when')}</h2>
      <p>{[of.frequency, of.payment, of.timeLimit].filter((words) => words !== '').join(' · ')}</p>
      <h2>{t('policy.more')}</h2>
      <Facts
        of={[
          [t('policy.column.department'), of.department],
          [t('policy.column.level'), of.level],
          [t('policy.column.documents'), of.documents.join(', ')],
          [t('policy.column.phone'), of.phone && <a href={`tel:${of.phone}`}>{of.phone}</a>],
          [t('policy.column.complaintPhone'), <a href={`tel:${of.complaintPhone}`}>{of.complaintPhone}</a>],
          [t('policy.column.note'), of.note],
        ]}
      />
    </>
  );
}

/** What changed when, so that nobody has to compare two lists. */
function Versions({ of: versions }: { of: readonly Version[] }) {
  const { t, i18n } = useTranslation();
  return (
    <section>
      <h2>{t('policy.versions')}</h2>
      <ol className="versions">
        {versions.map(({ versionNo, validFrom, validTo, changes }) => (
          <li key={versionNo}>
            <h3>
              {t('policy.version', { from: day(validFrom, i18n.language) })}
              {validTo !== null && t('policy.version-until', { to: day(validTo, i18n.language) })}
            </h3>
            {changes.length === 0 ? (
              <p className="hint">{t(versionNo === 1 ? 'policy.first-version' : 'policy.no-change')}</p>
            ) : (
              <ul>
                {changes.map(({ column, before, after }) => (
                  <li key={column}>
                    <strong>{column}</strong>: <del>{before || t('policy.nothing')}</del> → <ins>{after || t('policy.nothing')}</ins>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

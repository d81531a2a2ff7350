import { count, yuan } from '@one-card/web';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** A figure with what it tells. */
export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <li className="card">
      <span className="figure">{children}</span>
      <span className="hint">{label}</span>
    </li>
  );
}

/** A label and its value, one under the other on a phone. */
export function Facts({ of }: { of: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {of
        .filter(([, value]) => value !== '' && value !== null)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** The way from the county down to here. */
export function Trail({ of, here }: { of: readonly { to: string; name: string }[]; here: string }) {
  const { t } = useTranslation();
  return (
    <nav className="trail no-print" aria-label={t('trail')}>
      <ol>
        {of.map(({ to, name }) => (
          <li key={to}>
            <Link to={to}>{name}</Link>
          </li>
        ))}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  );
}

/** Lines, people and money of a group; people are not always told. */
export function SumCells({ lines, people, amountFen }: { lines: number; people: number | null; amountFen: string }) {
  const { t } = useTranslation();
  return (
    <>
      <td className="amount" data-label={t('sum.people')}>
        {people === null ? '—' : count(people)}
      </td>
      <td className="amount" data-label={t('sum.lines')}>
        {count(lines)}
      </td>
      <td className="amount" data-label={t('sum.amount')}>
        {yuan(amountFen)}
      </td>
    </>
  );
}

export function SumHeads() {
  const { t } = useTranslation();
  return (
    <>
      <th className="amount">{t('sum.people')}</th>
      <th className="amount">{t('sum.lines')}</th>
      <th className="amount">{t('sum.amount')}</th>
    </>
  );
}

/** A list that goes on: the next part is fetched when somebody asks for it. */
export function More({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <p className="no-print">
      <button type="button" className="quiet wide" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t(query.isFetchingNextPage ? 'web.loading' : 'more')}
      </button>
    </p>
  );
}

export function PrintButton() {
  const { t } = useTranslation();
  return (
    <button type="button" className="quiet no-print" onClick={() => window.print()}>
      {t('print')}
    </button>
  );
}

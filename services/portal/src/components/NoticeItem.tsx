import { type components, count, day, yuan } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

type Notice = components['schemas']['NoticeView_Output'];

export function NoticeItem({ of }: { of: Notice }) {
  const { t, i18n } = useTranslation();
  return (
    <li>
      <NoticeState of={of} />{' '}
      <Link to={`/notices/${of.id}`}>
        {of.divisionName} · {of.policyName}
      </Link>
      <span className="hint">
        {t('notice.sum', { lines: count(of.listed.count), amount: yuan(of.listed.amountFen) })}
        {of.openedAt !== null && ` · ${t('notice.from', { day: day(of.openedAt, i18n.language) })}`}
      </span>
    </li>
  );
}

/** Open ones say how long they stay so. */
export function NoticeState({ of: { state, daysLeft } }: { of: Notice }) {
  const { t } = useTranslation();
  if (state !== 'open') return <span className="tag">{t(`notice.state.${state}`)}</span>;
  return <span className="tag open">{daysLeft === 0 ? t('notice.last-day') : t('notice.days-left', { count: daysLeft ?? 0 })}</span>;
}

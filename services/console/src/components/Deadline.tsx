import { day } from '@one-card/web';
import { useTranslation } from 'react-i18next';

/** When something is due; what is overdue says by how many working days. */
export function Deadline({ dueAt, lateWorkingDays }: { dueAt: string | null; lateWorkingDays?: number }) {
  const { t, i18n } = useTranslation();
  if (dueAt === null) return <span className="secondary">{t('deadline.none')}</span>;
  const text = day(dueAt, i18n.language);
  if (lateWorkingDays === undefined || lateWorkingDays <= 0) return <>{text}</>;
  return (
    <span className="overdue">
      {text} · {t('deadline.late', { count: lateWorkingDays })}
    </span>
  );
}

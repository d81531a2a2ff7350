import { type components, day } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PrintButton } from './parts';

/** What somebody needs to ask later what became of it. The secret is told here and never again. */
export function Receipt({ of, title }: { of: components['schemas']['Receipt_Output']; title: string }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="note good receipt" role="status">
      <h2>{title}</h2>
      <p>{t('receipt.keep')}</p>
      <dl className="facts big">
        <div>
          <dt>{t('receipt.number')}</dt>
          <dd>{of.receiptNo}</dd>
        </div>
        <div>
          <dt>{t('receipt.secret')}</dt>
          <dd className="secret">{`${of.secret.slice(0, 5)} ${of.secret.slice(5)}`}</dd>
        </div>
      </dl>
      <p>{t('receipt.due', { day: day(of.dueAt, i18n.language) })}</p>
      <div className="actions no-print">
        <PrintButton />
        <Link className="button quiet" to={`/follow-up?no=${of.receiptNo}`}>
          {t('receipt.follow')}
        </Link>
      </div>
    </section>
  );
}

import { moment } from '@one-card/web';
import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReviewView } from '../../data/views';

export function RollReviews({ reviews }: { reviews: readonly ReviewView[] }) {
  const { t, i18n } = useTranslation();
  if (reviews.length === 0) return null;
  return (
    <section aria-label={t('review.label')}>
      <h2>{t('review.label')}</h2>
      <Timeline
        items={reviews.map(({ at, name, post, decision, opinion, revision }, i) => ({
          key: i,
          color: decision === 'approve' ? 'green' : 'red',
          content: (
            <>
              <span className="secondary">{moment(at, i18n.language)}</span> <strong>{t(`did.${decision}`)}</strong> {name} · {t(`post.${post}`)} ·{' '}
              {t('roll.revision-no', { revision: revision ?? 0 })}
              {opinion !== '' && <blockquote className="opinion">{opinion}</blockquote>}
            </>
          ),
        }))}
      />
    </section>
  );
}

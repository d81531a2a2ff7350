import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answer } from '../../components/Answer';
import { NoticeItem } from '../../components/NoticeItem';

const SHOWN = 4;

export function OpenNotices() {
  const { t } = useTranslation();
  const api = useApi();
  const open = useQuery({
    queryKey: ['notices', 'open', 'home'],
    queryFn: () => answer(api.GET('/api/disclosure/notices', { params: { query: { state: 'open', limit: SHOWN } } })),
  });
  return (
    <section>
      <h2>{t('home.open-notices')}</h2>
      <Answer of={open} empty={{ when: ({ items }) => items.length === 0, say: t('home.no-notices') }}>
        {({ items }) => (
          <ul className="list">
            {items.map((notice) => (
              <NoticeItem key={notice.id} of={notice} />
            ))}
          </ul>
        )}
      </Answer>
      <p>
        <Link to="/notices">{t('home.all-notices')}</Link>
      </p>
    </section>
  );
}

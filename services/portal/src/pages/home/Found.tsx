import { answer, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answer } from '../../components/Answer';

const ADDRESS = {
  policy: (id: string) => `/policies/${id}`,
  division: (id: string) => `/payments?division=${id}`,
  notice: (id: string) => `/notices/${id}`,
} as const;

export function Found({ text }: { text: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const found = useQuery({ queryKey: ['search', text], queryFn: () => answer(api.GET('/api/disclosure/search', { params: { query: { text } } })) });
  return (
    <Answer of={found} empty={{ when: (all) => all.length === 0, say: t('home.found-none', { text }) }}>
      {(all) => (
        <section aria-live="polite">
          <h2>{t('home.found', { count: all.length, text })}</h2>
          <ul className="list">
            {all.map(({ kind, id, title, note }) => (
              <li key={kind + id}>
                <Link to={ADDRESS[kind](id)}>
                  <span className="tag">{t(`home.kind.${kind}`)}</span> {title}
                </Link>
                <span className="hint">{note}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Answer>
  );
}

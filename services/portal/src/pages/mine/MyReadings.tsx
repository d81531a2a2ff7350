import { answer, moment, useApi } from '@one-card/web';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Answers, byCursor } from '../../components/Answers';

/** Who looked into the register of this person. */
export function MyReadings() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const readings = useInfiniteQuery({
    queryKey: ['mine', 'readings'],
    queryFn: ({ pageParam: cursor }) => answer(api.GET('/api/recipient-registry/my/readings', { params: { query: { limit: 10, cursor } } })),
    ...byCursor,
  });
  return (
    <section>
      <h2>{t('mine.readings')}</h2>
      <p className="hint">{t('mine.readings-hint')}</p>
      <Answers of={readings} empty={t('mine.no-readings')}>
        {(items) => (
          <table className="stack">
            <thead>
              <tr>
                <th scope="col">{t('mine.reading.at')}</th>
                <th scope="col">{t('mine.reading.who')}</th>
                <th scope="col">{t('mine.reading.purpose')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ at, byMyself, office, post, purpose }) => (
                <tr key={at + purpose}>
                  <td data-label={t('mine.reading.at')}>{moment(at, i18n.language)}</td>
                  <td data-label={t('mine.reading.who')}>
                    {byMyself ? t('mine.reading.myself') : [office, post].filter((word) => word !== null).join(' · ') || t('mine.reading.system')}
                  </td>
                  <td data-label={t('mine.reading.purpose')}>{purpose}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answers>
    </section>
  );
}

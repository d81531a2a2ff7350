import { answer, moment, useApi } from '@one-card/web';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PrintButton } from '../../components/parts';
import { MyLines } from './MyLines';
import { MyReadings } from './MyReadings';

export function Mine({ name, until }: { name: string; until: string }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const client = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => answer(api.DELETE('/my/session')),
    onSuccess: (session) => {
      client.removeQueries({ queryKey: ['mine'] });
      client.setQueryData(['session'], session);
    },
  });
  return (
    <>
      <div className="note good who-am-i">
        <p>
          <strong>{t('mine.hello', { name })}</strong> {t('mine.until', { time: moment(until, i18n.language) })}
        </p>
        <div className="actions no-print">
          <button type="button" onClick={() => leaving.mutate()} disabled={leaving.isPending}>
            {t('mine.leave')}
          </button>
          <PrintButton />
        </div>
      </div>
      <MyLines />
      <MyReadings />
    </>
  );
}

import { answer, DomainProblem, useApi } from '@one-card/web';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { typedIn } from '../../components/form';
import { Refusal } from '../../components/Refusal';

interface Claim {
  readonly name: string;
  readonly identityLast6: string;
  readonly cardLast4: string;
}

/** Name, six digits of the identity number and four of the card: what people know of themselves and others do not know together. */
export function ProveForm() {
  const { t } = useTranslation();
  const api = useApi();
  const client = useQueryClient();
  const proving = useMutation<unknown, DomainProblem, Claim>({
    mutationFn: (body) => answer(api.POST('/my/session', { body })),
    onSuccess: (session) => client.setQueryData(['session'], session),
  });
  return (
    <form
      className="sheet"
      autoComplete="off"
      onSubmit={(event) => {
        const typed = typedIn(event);
        proving.mutate({ name: typed('name'), identityLast6: typed('identityLast6').toUpperCase(), cardLast4: typed('cardLast4') });
      }}
    >
      <p>{t('mine.lead')}</p>
      <label>
        {t('mine.name')}
        <input name="name" required maxLength={50} autoComplete="off" />
      </label>
      <label>
        {t('mine.identity')}
        <input name="identityLast6" required pattern="[0-9]{5}[0-9Xx]" minLength={6} maxLength={6} inputMode="text" title={t('mine.identity-hint')} />
        <span className="hint">{t('mine.identity-hint')}</span>
      </label>
      <label>
        {t('mine.card')}
        <input name="cardLast4" required pattern="[0-9]{4}" minLength={4} maxLength={4} inputMode="numeric" title={t('mine.card-hint')} />
        <span className="hint">{t('mine.card-hint')}</span>
      </label>
      <Refusal of={proving.error} />
      <button type="submit" className="wide" disabled={proving.isPending}>
        {t(proving.isPending ? 'sending' : 'mine.prove')}
      </button>
      <p className="hint">{t('mine.recorded')}</p>
    </form>
  );
}

import { answer, type components, day, DomainProblem, useApi } from '@one-card/web';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { typedIn } from '../../components/form';
import { PageTitle } from '../../components/PageTitle';
import { Facts } from '../../components/parts';
import { Refusal } from '../../components/Refusal';

type FollowUp = components['schemas']['FollowUpView_Output'];

/** What became of something that was sent in: for whoever holds its number and secret. */
export default function FollowUpPage() {
  const { t } = useTranslation();
  const api = useApi();
  const no = useSearchParams()[0].get('no') ?? '';
  const asking = useMutation<FollowUp, DomainProblem, { receiptNo: string; secret: string }>({
    mutationFn: (body) => answer(api.POST('/api/disclosure/follow-ups', { body })),
  });
  return (
    <>
      <PageTitle>{t('follow.title')}</PageTitle>
      <form
        className="sheet no-print"
        onSubmit={(event) => {
          const typed = typedIn(event);
          asking.mutate({ receiptNo: typed('receiptNo'), secret: typed('secret') });
        }}
      >
        <p>{t('follow.lead')}</p>
        <label>
          {t('receipt.number')}
          <input name="receiptNo" required maxLength={40} defaultValue={no} autoCapitalize="characters" />
        </label>
        <label>
          {t('receipt.secret')}
          <input name="secret" required maxLength={40} autoComplete="off" autoCapitalize="characters" />
        </label>
        <Refusal of={asking.error} />
        <button type="submit" className="wide" disabled={asking.isPending}>
          {t(asking.isPending ? 'sending' : 'follow.ask')}
        </button>
      </form>
      {asking.data !== undefined && <Outcome of={asking.data} />}
    </>
  );
}

function Outcome({ of }: { of: FollowUp }) {
  const { t, i18n } = useTranslation();
  const late = of.state === 'open' && Date.parse(of.dueAt) < Date.now();
  return (
    <section role="status" className="note good">
      <h2>{t(`follow.state.${of.state}`)}</h2>
      {of.answer !== null && <p className="answer">{of.answer}</p>}
      {late && <p>{t('follow.late')}</p>}
      <Facts
        of={[
          [t('follow.kind'), t(`follow.kinds.${of.kind}`)],
          [t('receipt.number'), of.receiptNo],
          [t('follow.about'), of.about],
          [t('follow.received'), day(of.receivedAt, i18n.language)],
          [t('follow.due'), of.answeredAt === null ? day(of.dueAt, i18n.language) : ''],
          [t('follow.answered'), of.answeredAt === null ? '' : day(of.answeredAt, i18n.language)],
        ]}
      />
    </section>
  );
}

import { answer, type components, useApi, useCommand } from '@one-card/web';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { typedIn } from '../../components/form';
import { PageTitle } from '../../components/PageTitle';
import { Options, PlacePicker } from '../../components/PlacePicker';
import { usePolicies } from '../../components/places';
import { Receipt } from '../../components/Receipt';
import { Refusal } from '../../components/Refusal';
import { WhoFields } from '../../components/WhoFields';

type Asked = components['schemas']['OpenCase'];
const KINDS = ['question', 'complaint', 'information-request'] as const;

export default function QuestionsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const sending = useCommand((body: Asked, headers) => answer(api.POST('/api/disclosure/cases', { params: { header: headers }, body })));
  return (
    <>
      <PageTitle>{t('nav.questions')}</PageTitle>
      {sending.data === undefined ? (
        <>
          <p>
            {t('question.lead')} <Link to="/follow-up">{t('question.follow')}</Link>
          </p>
          <QuestionForm send={(asked) => sending.mutate(asked)} isSending={sending.isPending} refusal={sending.error} />
        </>
      ) : (
        <Receipt of={sending.data} title={t('question.received')} />
      )}
    </>
  );
}

interface FormProps {
  readonly send: (asked: Asked) => void;
  readonly isSending: boolean;
  readonly refusal: Error | null;
}

function QuestionForm({ send, isSending, refusal }: FormProps) {
  const { t } = useTranslation();
  const policies = usePolicies();
  const about = useSearchParams()[0].get('policy') ?? '';
  const [division, setDivision] = useState('');
  return (
    <form
      className="sheet"
      onSubmit={(event) => {
        const typed = typedIn(event);
        send({
          kind: KINDS.find((kind) => kind === typed('kind')) ?? 'question',
          ...{ policyCode: typed('policyCode') || null, divisionCode: division || null },
          ...{ name: typed('name'), phone: typed('phone'), text: typed('text') },
        });
      }}
    >
      <fieldset className="choices">
        <legend>{t('question.kind')}</legend>
        {KINDS.map((kind, at) => (
          <label key={kind} className="check">
            <input type="radio" name="kind" value={kind} defaultChecked={at === 0} /> {t(`question.kinds.${kind}`)}
          </label>
        ))}
      </fieldset>
      <label>
        {t('question.policy')}
        <select name="policyCode" defaultValue={about} key={policies.isSuccess ? 'known' : 'coming'}>
          <option value="">{t('question.no-policy')}</option>
          <Options of={policies.data} />
        </select>
      </label>
      <PlacePicker value={division} onChange={setDivision} />
      <label>
        {t('question.text')}
        <textarea name="text" required minLength={5} maxLength={1000} rows={6} />
      </label>
      <WhoFields />
      <Refusal of={refusal} />
      <button type="submit" className="wide" disabled={isSending}>
        {t(isSending ? 'sending' : 'question.send')}
      </button>
    </form>
  );
}

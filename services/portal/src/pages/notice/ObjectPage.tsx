import { answer, useApi, useCommand } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Answer } from '../../components/Answer';
import { typedIn } from '../../components/form';
import { PageTitle } from '../../components/PageTitle';
import { Trail } from '../../components/parts';
import { Receipt } from '../../components/Receipt';
import { Refusal } from '../../components/Refusal';
import { WhoFields } from '../../components/WhoFields';

interface Objection {
  readonly line: number;
  readonly name: string;
  readonly phone: string;
  readonly text: string;
}

export default function ObjectPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = '' } = useParams();
  const notice = useQuery({
    queryKey: ['notice', id],
    queryFn: () => answer(api.GET('/api/disclosure/notices/{id}', { params: { path: { id } } })),
  });
  return (
    <Answer of={notice}>
      {({ divisionName, policyName, state }) => (
        <>
          <Trail
            of={[
              { to: '/notices', name: t('nav.notices') },
              { to: `/notices/${id}`, name: `${divisionName} ${policyName}` },
            ]}
            here={t('notice.object')}
          />
          <PageTitle>{t('object.title', { place: divisionName, policy: policyName })}</PageTitle>
          {state === 'open' ? <ObjectionForm noticeId={id} /> : <p className="note">{t('object.not-open')}</p>}
        </>
      )}
    </Answer>
  );
}

function ObjectionForm({ noticeId }: { noticeId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const line = useSearchParams()[0].get('line') ?? '';
  const sending = useCommand((body: Objection, headers) =>
    answer(api.POST('/api/disclosure/notices/{noticeId}/objections', { params: { path: { noticeId }, header: headers }, body })),
  );
  if (sending.data !== undefined) return <Receipt of={sending.data} title={t('object.received')} />;
  return (
    <form
      className="sheet"
      onSubmit={(event) => {
        const typed = typedIn(event);
        sending.mutate({ line: Number(typed('line').replaceAll(',', '')), name: typed('name'), phone: typed('phone'), text: typed('text') });
      }}
    >
      <p>{t('object.lead')}</p>
      <label>
        {t('object.line')}
        <input name="line" required inputMode="numeric" pattern="[0-9,]+" defaultValue={line} />
        <span className="hint">{t('object.line-hint')}</span>
      </label>
      <label>
        {t('object.text')}
        <textarea name="text" required minLength={5} maxLength={1000} rows={5} />
      </label>
      <WhoFields />
      <Refusal of={sending.error} />
      <button type="submit" className="wide" disabled={sending.isPending}>
        {t(sending.isPending ? 'sending' : 'object.send')}
      </button>
    </form>
  );
}

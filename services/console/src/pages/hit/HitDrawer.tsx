import { formatMilli } from '@one-card/domain';
import { answer, moment, useApi, yuan } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import { Answer } from '../../components/Answer';
import { Problem } from '../../components/Problem';
import { StateTag } from '../../components/StateTag';
import { useDivisions } from '../../data/use-divisions';
import type { BatchView, HitView, LineView, RuleView } from '../../data/views';
import { useNames } from '../line/use-names';
import { DecideHits } from './DecideHits';

interface Props {
  readonly hit: HitView | undefined;
  readonly rules: readonly RuleView[];
  readonly batch: BatchView;
  readonly decides: boolean;
  readonly onClose: () => void;
}

/** What was applied for on one side, what it was compared with on the other. */
export function HitDrawer({ hit, rules, batch, decides, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const rule = rules.find(({ code }) => code === hit?.rule);
  return (
    <Drawer open={hit !== undefined} onClose={onClose} title={hit && t('hit.title', { line: hit.line })} size={860} destroyOnHidden>
      {hit && (
        <>
          <p className="says">
            <StateTag kind="hit" state={hit.state} /> {i18n.language === 'en' ? hit.says.en : hit.says.zh}
          </p>
          <p className="secondary">{rule?.explains}</p>
          <Sides hit={hit} />
          {hit.state !== 'open' && <p className="above">{t('hit.was-decided', { reason: hit.decisionReason ?? '' })}</p>}
          {hit.state === 'open' && decides && (
            <Space className="above">
              <DecideHits hits={[hit]} rule={rule} batchId={batch.id} onDone={onClose} single />
            </Space>
          )}
          {hit.state === 'open' && !decides && <p className="above secondary">{t('hit.not-yours', { department: batch.department })}</p>}
        </>
      )}
    </Drawer>
  );
}

function useLine(line: number | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['line', line],
    enabled: line !== null,
    queryFn: () => answer(api.GET('/api/payment-orchestration/lines/{line}', { params: { path: { line: line ?? 0 } } })),
  });
}

function Sides({ hit }: { hit: HitView }) {
  const { t, i18n } = useTranslation();
  const [named, setNamed] = useState(false);
  const own = useLine(hit.line);
  const other = useLine(hit.otherLine);
  const names = useNames(
    [own.data, other.data].filter((line) => line !== undefined),
    t('hit.names-purpose'),
    named,
  );
  const nameOf = (token: number | null) => names.nameOf(token)?.name ?? t('line.sealed');
  const { evidence } = hit;
  const wordOf = (value: string) => (value === 'true' ? t('yes') : value === 'false' ? t('no') : value);
  const record = [
    { key: 'source', label: t('hit.source'), children: evidence.source },
    { key: 'asOf', label: t('hit.as-of'), children: evidence.asOf },
    { key: 'basis', label: t('hit.basis'), children: evidence.legalBasis },
    ...Object.entries(evidence.record).map(([field, value]) => ({ key: field, label: t(`hit.record.${field}`, field), children: wordOf(value) })),
    { key: 'found', label: t('hit.found'), children: moment(hit.foundAt, i18n.language) },
  ].filter(({ children }) => children !== null && children !== '');
  return (
    <>
      <Button size="small" onClick={() => setNamed(true)} disabled={named}>
        {t('line.names')}
      </Button>
      {names.error && <Problem error={names.error} />}
      <div className="sides">
        <section aria-label={t('hit.own')}>
          <h3>{t('hit.own')}</h3>
          <Answer of={own}>{(line) => <LineFacts line={line} nameOf={nameOf} />}</Answer>
        </section>
        <section aria-label={t('hit.compared')}>
          <h3>{t('hit.compared')}</h3>
          {hit.otherLine !== null && <Answer of={other}>{(line) => <LineFacts line={line} nameOf={nameOf} />}</Answer>}
          <Descriptions column={1} size="small" bordered items={record} />
        </section>
      </div>
    </>
  );
}

function LineFacts({ line, nameOf }: { line: LineView; nameOf: (token: number | null) => ReactNode }) {
  const { t } = useTranslation();
  const { nameOf: divisionName } = useDivisions();
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      items={[
        { key: 'line', label: t('line.no'), children: line.line },
        { key: 'outcome', label: t('line.outcome'), children: <StateTag kind="outcome" state={line.outcome} /> },
        { key: 'village', label: t('line.village'), children: divisionName(line.villageCode) },
        { key: 'beneficiary', label: t('line.beneficiary'), children: nameOf(line.beneficiary) },
        { key: 'payee', label: t('line.payee'), children: line.payee === null ? '' : nameOf(line.payee) },
        { key: 'subject', label: t('line.subject'), children: line.subjectRef },
        { key: 'quantity', label: t('line.quantity'), children: formatMilli(line.quantityMilli) },
        { key: 'amount', label: t('line.amount'), children: yuan(line.amountFen) },
      ]}
    />
  );
}

import { useTranslation } from 'react-i18next';

type Tone = 'plain' | 'blue' | 'green' | 'amber' | 'red' | 'purple';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ issued: 'blue', 'in-review': 'blue', approved: 'blue', applied: 'blue', funding: 'amber', paying: 'amber', settled: 'green' },
  ...{ matching: 'blue', checking: 'blue', 'in-notice': 'purple', ready: 'green', open: 'amber', requested: 'amber' },
  ...{ rejected: 'red', held: 'amber', stopped: 'red', bounced: 'red', paid: 'green', underWay: 'blue' },
  ...{ reserved: 'amber', funded: 'blue', refused: 'red', confirmed: 'red', dismissed: 'green', upheld: 'red', received: 'amber', answered: 'green' },
};

/** A state in words, with a colour beside them; antd's own tags are too pale to read. */
export function StateTag({ kind, state }: { kind: 'batch' | 'roll' | 'outcome' | 'order' | 'hit' | 'notice' | 'objection' | 'case'; state: string }) {
  const { t } = useTranslation();
  return <span className={`state state-${TONES[state] ?? 'plain'}`}>{t(`state.${kind}.${state}`)}</span>;
}

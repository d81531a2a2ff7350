import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const COLORS: Readonly<Record<string, string>> = {
  ...{ draft: 'default', issued: 'blue', 'in-review': 'blue', approved: 'cyan', applied: 'cyan', funding: 'gold', paying: 'gold', settled: 'green' },
  ...{ matching: 'processing', checking: 'processing', 'in-notice': 'purple', ready: 'green', open: 'gold', requested: 'gold', closed: 'default' },
  ...{ rejected: 'red', held: 'orange', stopped: 'red', bounced: 'volcano', paid: 'green', underWay: 'blue' },
  ...{ reserved: 'gold', funded: 'blue', refused: 'red', cancelled: 'default', confirmed: 'red', dismissed: 'green', upheld: 'red' },
};

/** A state in words, with a colour beside them. */
export function StateTag({ kind, state }: { kind: 'batch' | 'roll' | 'outcome' | 'order' | 'hit' | 'notice' | 'objection'; state: string }) {
  const { t } = useTranslation();
  return <Tag color={COLORS[state]}>{t(`state.${kind}.${state}`)}</Tag>;
}

import { EyeOutlined } from '@ant-design/icons';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';

/** Names are shown when somebody asks for them, since the registry records who read them: see `useNames`. */
export function NamesSwitch({ shown, onChange }: { shown: boolean; onChange: (shown: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <label className="switch">
      <Switch checked={shown} onChange={onChange} aria-label={t('line.names')} /> <EyeOutlined aria-hidden /> {t('line.names')}
    </label>
  );
}

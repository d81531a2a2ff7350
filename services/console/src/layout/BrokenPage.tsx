import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

export function BrokenPage() {
  const { t } = useTranslation();
  const reload = (
    <Button type="primary" onClick={() => window.location.reload()}>
      {t('web.reload')}
    </Button>
  );
  return <Result status="error" title={t('web.broken')} extra={reload} />;
}

import { DomainProblem } from '@one-card/web';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** What went wrong and what to do, in the platform's words. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  // What is refused is refused again: only what passes is worth another try.
  const mayPass = !(error instanceof DomainProblem) || error.passes;
  const again = mayPass && retry && (
    <Button size="small" onClick={retry}>
      {t('web.retry')}
    </Button>
  );
  return <Alert type="error" showIcon role="alert" title={error instanceof DomainProblem ? error.detail : t('web.failed')} action={again} />;
}

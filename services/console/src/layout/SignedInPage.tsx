import { useWeb } from '@one-card/web';
import { Result } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Where whoever signed in again in a window of its own arrives: the window that they came from goes on. */
export function SignedInPage() {
  const { t } = useTranslation();
  const { signedOut } = useWeb();
  useEffect(() => signedOut.mended(), [signedOut]);
  return <Result status="success" title={t('web.session.signed-in')} />;
}

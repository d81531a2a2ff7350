import { signInAddress, useSessionWarning, useSignedOut } from '@one-card/web';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Warns before the session ends. Once it has ended the page stays as it is, and its owner signs in again in another window. */
export function SessionEnd() {
  const { t } = useTranslation();
  const { secondsLeft, extend } = useSessionWarning();
  const out = useSignedOut();
  const signIn = () => window.open(signInAddress('/console/signed-in'), '_blank');
  return (
    <>
      <Modal
        open={secondsLeft !== undefined && !out}
        closable={false}
        title={t('web.session.ending')}
        footer={
          <Button type="primary" onClick={extend}>
            {t('web.session.extend')}
          </Button>
        }
      >
        <p>{t('web.session.ending-advice', { seconds: secondsLeft ?? 0 })}</p>
      </Modal>
      <Modal
        open={out}
        closable={false}
        title={t('web.session.ended')}
        footer={
          <Button type="primary" onClick={signIn}>
            {t('web.session.sign-in-again')}
          </Button>
        }
      >
        <p>{t('web.session.ended-advice')}</p>
      </Modal>
    </>
  );
}

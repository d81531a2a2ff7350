import { DomainProblem } from '@one-card/web';
import { useTranslation } from 'react-i18next';

/** Why something that somebody sent was not taken; what they typed stays. */
export function Refusal({ of: error }: { of: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  return (
    <p role="alert" className="note bad">
      {error instanceof DomainProblem ? error.detail : t('web.failed')}
    </p>
  );
}

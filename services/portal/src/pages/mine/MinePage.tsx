import { useSession } from '@one-card/web';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/Answer';
import { PageTitle } from '../../components/PageTitle';
import { Mine } from './Mine';
import { ProveForm } from './ProveForm';

export default function MinePage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <>
      <PageTitle>{t('nav.mine')}</PageTitle>
      <Answer of={session}>{({ citizen }) => (citizen === null ? <ProveForm /> : <Mine name={citizen.name} until={citizen.expiresAt} />)}</Answer>
    </>
  );
}

import { Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function NotFoundPage() {
  const { t } = useTranslation();
  return <Result status="404" title={t('web.not-found')} subTitle={t('web.not-found-advice')} extra={<Link to="/">{t('web.home')}</Link>} />;
}

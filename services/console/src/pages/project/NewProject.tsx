import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { usePosts } from '../../data/use-posts';

/** For those who may open one; everybody else reads. */
export function NewProject() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { holds } = usePosts();
  if (!holds('department-clerk')) return null;
  return (
    <Button type="primary" onClick={() => void navigate('/projects/new')}>
      {t('project.new')}
    </Button>
  );
}

import { answer, day, useApi } from '@one-card/web';
import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/Problem';
import { type ProjectForm, versionFor } from './project-form';

/** The version of the policy by which a project of this period pays; a period over which two hold has none. */
export function PolicyTerms({ code, period }: { code: string; period: Pick<Partial<ProjectForm>, 'periodFrom' | 'periodTo'> }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const versions = useQuery({
    queryKey: ['policy-versions', code, i18n.language],
    queryFn: () => answer(api.GET('/api/policy-catalog/policy-list/{code}', { params: { path: { code } } })),
  });
  if (versions.isPending) return <Skeleton active className="wide" />;
  if (versions.isError)
    return (
      <div className="wide above">
        <Problem error={versions.error} retry={() => void versions.refetch()} />
      </div>
    );
  if (period.periodFrom === undefined || period.periodTo === undefined) return null;
  const version = versionFor(versions.data, period);
  if (version === undefined) return <Alert className="wide above" type="warning" showIcon title={t('project.no-version')} />;
  const { versionNo, documents, standard, beneficiaries, validFrom, validTo } = version;
  const holds = { no: versionNo, from: day(validFrom, i18n.language) };
  const words = validTo === null ? t('project.version-no', holds) : t('project.version-until', { ...holds, until: day(validTo, i18n.language) });
  return (
    <Descriptions
      className="wide above"
      bordered
      size="small"
      column={1}
      items={[
        { key: 'version', label: t('project.version'), children: words },
        { key: 'documents', label: t('project.documents'), children: documents.join(t('list.comma')) },
        { key: 'beneficiaries', label: t('project.beneficiaries'), children: beneficiaries },
        { key: 'standard', label: t('project.standard'), children: standard },
      ]}
    />
  );
}

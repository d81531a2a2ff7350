import { parseFen, parseMilli } from '@one-card/domain';
import { inWords, yuan } from '@one-card/web';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ProjectForm, rateOf } from './project-form';

/** The fund of a project; where the policy divides it by an area, both are needed and what a mu gets is said at once. */
export function FundFields({ needed, form }: { needed: boolean; form: Partial<ProjectForm> }) {
  const { t } = useTranslation();
  const fund = parseFen(form.fund ?? '');
  const rate = rateOf(form);
  const required = { required: needed, message: t('indicator.needed') };
  return (
    <>
      <Form.Item
        name="fund"
        label={t(needed ? 'project.fund-yuan' : 'project.fund-if-any')}
        extra={fund.ok ? inWords(fund.value) : t(needed ? 'project.fund-advice' : 'project.fund-not-needed')}
        rules={[required, readable(t('indicator.no-amount'), (text) => parseFen(text).ok)]}
        className={needed ? undefined : 'wide'}
      >
        <Input inputMode="decimal" />
      </Form.Item>
      {needed && (
        <Form.Item
          name="area"
          label={t('project.area')}
          extra={rate === undefined ? t('project.area-advice') : t('project.rate', { rate: yuan(rate) })}
          rules={[required, readable(t('project.no-area'), (text) => parseMilli(text).ok)]}
        >
          <Input inputMode="decimal" />
        </Form.Item>
      )}
    </>
  );
}

const readable = (message: string, reads: (text: string) => boolean) => ({
  validator: (_: unknown, value: string | undefined) =>
    value === undefined || value === '' || reads(value) ? Promise.resolve() : Promise.reject(new Error(message)),
});

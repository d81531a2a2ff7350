import { answer, count, useApi, useCommand } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/Problem';
import type { NoticeView } from '../../data/views';

interface Evidence {
  readonly name: string;
  readonly sha256: string;
}

/** The photograph stays with the township: its fingerprint is kept, by which it can be shown later that it is the same. */
async function evidenceOf(file: File): Promise<Evidence> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return { name: file.name, sha256: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

export function PostNotice({ notice }: { notice: NoticeView }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const api = useApi();
  const queries = useQueryClient();
  const [evidence, setEvidence] = useState<Evidence>();
  const [note, setNote] = useState('');
  const command = useCommand(
    (body: { evidenceSha256: string; note: string }, header) =>
      answer(api.POST('/api/disclosure/notices/{id}/post', { params: { path: { id: notice.id }, header }, body })),
    {
      onSuccess: () => {
        void message.success(t('notice.posted'));
        void queries.invalidateQueries();
      },
    },
  );
  const post = () => {
    if (evidence === undefined) return;
    void modal.confirm({
      title: t('notice.post'),
      content: t('notice.post-asks', { count: count(notice.listed.count) }),
      okText: t('notice.post'),
      cancelText: t('act.leave'),
      onOk: () => command.mutate({ evidenceSha256: evidence.sha256, note }),
    });
  };
  return (
    <section className="panel above" aria-label={t('notice.post')}>
      <h2>{t('notice.post')}</h2>
      <p className="secondary">{t('notice.post-advice')}</p>
      <Form layout="vertical">
        <Form.Item label={t('notice.evidence')} extra={evidence ? t('notice.evidence-is', { ...evidence }) : t('notice.evidence-advice')}>
          <Upload
            accept="image/*,application/pdf"
            maxCount={1}
            showUploadList={false}
            beforeUpload={(file: File) => {
              void evidenceOf(file).then(setEvidence);
              return false;
            }}
          >
            <Button>{t(evidence ? 'notice.other-evidence' : 'notice.choose-evidence')}</Button>
          </Upload>
        </Form.Item>
        <Form.Item label={t('notice.note')} htmlFor="notice-note">
          <Input.TextArea id="notice-note" rows={2} maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
        </Form.Item>
        <Button type="primary" disabled={evidence === undefined} loading={command.isPending} onClick={post}>
          {t('notice.post')}
        </Button>
        {evidence === undefined && <Alert className="above" type="info" title={t('notice.evidence-needed')} />}
        {command.error && command.error.status !== 401 && <Problem error={command.error} />}
      </Form>
    </section>
  );
}

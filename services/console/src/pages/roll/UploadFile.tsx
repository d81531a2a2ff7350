import { InboxOutlined } from '@ant-design/icons';
import { count, DomainProblem, sendFile, useWeb, yuan } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../components/Problem';
import type { RollView, UploadResult } from '../../data/views';
import { Faults } from './Faults';

type Sending =
  | { readonly state: 'none' }
  | { readonly state: 'sending'; readonly name: string; readonly share: number }
  | { readonly state: 'cancelled'; readonly name: string }
  | { readonly state: 'refused'; readonly name: string; readonly error: unknown }
  | { readonly state: 'taken'; readonly name: string; readonly result: UploadResult };

/** A file that fails on its way keeps its key, so sending it again is the same upload. */
function useUpload(roll: RollView) {
  const { t, i18n } = useTranslation();
  const { signedOut } = useWeb();
  const queries = useQueryClient();
  const [sending, setSending] = useState<Sending>({ state: 'none' });
  const under = useRef<AbortController>(undefined);
  const last = useRef<{ file: File; key: string }>(undefined);
  const send = async (file: File): Promise<void> => {
    const same = last.current?.file === file ? last.current : { file, key: crypto.randomUUID() };
    last.current = same;
    under.current = new AbortController();
    setSending({ state: 'sending', name: file.name, share: 0 });
    const address = `/api/payment-orchestration/rolls/${roll.rollId}/file?${new URLSearchParams({ fileName: file.name }).toString()}`;
    const words = { unreachable: t('web.unreachable'), failed: t('web.failed') };
    try {
      const onProgress = (share: number) => setSending({ state: 'sending', name: file.name, share });
      const result = await sendFile<UploadResult>({
        address,
        file,
        key: same.key,
        language: i18n.language,
        words,
        onProgress,
        signal: under.current.signal,
      });
      setSending({ state: 'taken', name: file.name, result });
    } catch (error) {
      if (error instanceof DomainProblem && error.code === 'not-signed-in') signedOut.happened();
      const cancelled = error instanceof DOMException && error.name === 'AbortError';
      setSending(cancelled ? { state: 'cancelled', name: file.name } : { state: 'refused', name: file.name, error });
    }
    void queries.invalidateQueries({ queryKey: ['roll', roll.rollId] });
    void queries.invalidateQueries({ queryKey: ['batch', roll.batchId] });
  };
  return { sending, send, cancel: () => under.current?.abort(), again: () => last.current && void send(last.current.file) };
}

/** 上传花名册: the file itself goes, as far as its rows have faults they come back in a list. */
export function UploadFile({ roll }: { roll: RollView }) {
  const { t } = useTranslation();
  const { sending, send, cancel, again } = useUpload(roll);
  const busy = sending.state === 'sending';
  return (
    <section className="above" aria-label={t('upload.label')}>
      <h2>{t('upload.label')}</h2>
      {roll.revision > 0 && <Alert className="above" type="warning" showIcon title={t('upload.replaces', { revision: roll.revision })} />}
      <Upload.Dragger
        accept=".csv,.xlsx"
        maxCount={1}
        showUploadList={false}
        disabled={busy}
        beforeUpload={(file: File) => {
          void send(file);
          return false;
        }}
      >
        <p>
          <InboxOutlined className="upload-icon" aria-hidden />
        </p>
        <p>{t('upload.choose')}</p>
        <p className="secondary">{t('upload.form')}</p>
      </Upload.Dragger>
      <div aria-live="polite">
        {busy && (
          <div className="sending">
            <span>{t(sending.share < 1 ? 'upload.sending' : 'upload.reading', { name: sending.name })}</span>
            <Progress percent={Math.round(sending.share * 100)} aria-label={t('upload.label')} />
            <Button onClick={cancel}>{t('upload.cancel')}</Button>
          </div>
        )}
        {sending.state === 'cancelled' && <Alert className="above" type="info" showIcon title={t('upload.cancelled', { name: sending.name })} />}
        {sending.state === 'refused' && <Refused error={sending.error} again={again} />}
        {sending.state === 'taken' && <Taken result={sending.result} />}
      </div>
    </section>
  );
}

function Refused({ error, again }: { error: unknown; again: () => void }) {
  const { t } = useTranslation();
  const faults = error instanceof DomainProblem ? error.more['faults'] : undefined;
  const passes = error instanceof DomainProblem && error.passes;
  return (
    <>
      <Problem error={error} retry={passes ? again : undefined} />
      {Array.isArray(faults) && faults.length > 0 && (
        <Faults label={t('upload.refused-where')} table={{ rows: faults as UploadResult['faults'] }} empty={t('fault.none')} />
      )}
    </>
  );
}

function Taken({ result }: { result: UploadResult }) {
  const { t } = useTranslation();
  const { lines, rejected } = result;
  const figures = { count: count(lines.count), amount: yuan(lines.amountFen), rejected: count(rejected.count), revision: result.revision };
  const text = t(rejected.count > 0 ? 'upload.taken-with-faults' : 'upload.taken', figures);
  return <Alert className="above" type={rejected.count > 0 ? 'warning' : 'success'} showIcon title={text} />;
}

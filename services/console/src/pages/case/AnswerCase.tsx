import { answer, useApi } from '@one-card/web';
import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Act } from '../../components/Act';

export function AnswerCase({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  return (
    <Form layout="vertical" className="panel above">
      <Form.Item label={t('case.answer')} htmlFor="case-answer" extra={t('case.answer-advice')}>
        <Input.TextArea id="case-answer" rows={5} maxLength={2000} value={text} onChange={({ target }) => setText(target.value)} />
      </Form.Item>
      <Act
        type="primary"
        label={t('case.send-answer')}
        asks={
          <>
            <p>{t('case.answer-asks')}</p>
            <blockquote className="opinion">{text.trim()}</blockquote>
          </>
        }
        said={t('case.answered')}
        disabled={text.trim().length < 4}
        send={(header) => answer(api.POST('/api/disclosure/cases/{id}/answer', { params: { path: { id }, header }, body: { answer: text } }))}
        onDone={() => void queries.invalidateQueries()}
      />
    </Form>
  );
}

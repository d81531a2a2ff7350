import { Typography } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** The heading of a page, which is also the title of its window; beside it stand the acts that concern the whole page. */
export function PageTitle({ children, extra }: { children: ReactNode; extra?: ReactNode }) {
  const { t } = useTranslation();
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    document.title = `${text.current?.textContent ?? ''} - ${t('title')}`;
  });
  return (
    <div className="page-title">
      <Typography.Title level={1}>
        <span ref={text}>{children}</span>
      </Typography.Title>
      {extra}
    </div>
  );
}

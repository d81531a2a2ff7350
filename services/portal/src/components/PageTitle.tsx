import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** The heading of a page, which is also the title of its window. */
export function PageTitle({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ''} - ${t('title')}`;
  });
  return <h1 ref={heading}>{children}</h1>;
}

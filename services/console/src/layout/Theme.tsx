import { App, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { nonce } from '../style-nonce';

const theme = {
  token: {
    colorPrimary: '#0b5cad',
    // antd's own link colour is too light for small text
    colorLink: '#0b5cad',
    colorInfo: '#0b5cad',
    colorError: '#b3261e',
    // darker than antd's own, so that small grey text is readable
    colorTextDescription: '#5b6672',
    colorTextPlaceholder: '#66717d',
    borderRadius: 4,
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  },
};

/** antd in the reader's language, with styles that the page's policy allows. */
export function Theme({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider locale={i18n.language === 'en' ? en : zh} theme={theme} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <App>{children}</App>
    </ConfigProvider>
  );
}

import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import shared from '../messages/zh-CN.json';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
export type Messages = Readonly<Record<string, unknown>>;

const remembered = 'one-card.language';

export interface LanguageFiles {
  /** Chinese comes with the page; English is fetched by those who read it. */
  readonly zh: Messages;
  readonly en: () => Promise<{ default: Messages }>;
}

/** Words from message files; Chinese wherever English has none. The messages of this library stand under `web`. */
export async function startI18n(files: LanguageFiles): Promise<I18n> {
  const language = rememberedLanguage();
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: { ...files.zh, web: shared } } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  });
  if (language === 'en') await speak('en', files);
  document.documentElement.lang = i18next.language;
  return i18next;
}

export async function speak(language: Language, files: LanguageFiles): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const [own, web] = await Promise.all([files.en(), import('../messages/en.json')]);
    i18next.addResourceBundle('en', 'translation', { ...own.default, web: web.default });
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(remembered, language);
  } catch {
    // a browser that keeps nothing asks again next time
  }
}

function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

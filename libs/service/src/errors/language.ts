import { AsyncLocalStorage } from 'node:async_hooks';

/** What a person reads, in the two languages of the system. Chinese is the default. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}
export type Language = keyof Text;

const current = new AsyncLocalStorage<Language>();

/** English only for those who prefer it to Chinese. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? '').split(',').map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find((q) => q !== undefined);
    return { tag, quality: quality === undefined ? 1 : Number(quality) };
  });
  const best = (prefix: string) => Math.max(0, ...ranges.filter(({ tag }) => tag === prefix || tag.startsWith(`${prefix}-`)).map((r) => r.quality));
  return best('en') > best('zh') ? 'en' : 'zh';
}

export function inLanguage<T>(language: Language, work: () => T): T {
  return current.run(language, work);
}

/** The language of the request that is being answered. */
export function currentLanguage(): Language {
  return current.getStore() ?? 'zh';
}

export function say(text: Text | string, language: Language = currentLanguage()): string {
  return typeof text === 'string' ? text : text[language];
}

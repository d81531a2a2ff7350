import { createWeb, type LanguageFiles } from '@one-card/web';
import zh from './messages/zh-CN.json';

export const web = createWeb();
export const languageFiles: LanguageFiles = { zh, en: () => import('./messages/en.json') };

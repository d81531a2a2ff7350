import { chinaDate } from '@one-card/domain';

const isDay = /^\d{4}-\d{2}-\d{2}$/;

/** A day (`2026-03-05`) or an instant, as the day it is in China: 2026年3月5日, in English 5 March 2026. */
export function day(value: string, language = 'zh-CN'): string {
  const text = isDay.test(value) ? value : chinaDate(new Date(value));
  const [year, month, date] = text.split('-').map(Number);
  if (language.startsWith('zh')) return `${String(year)}年${String(month)}月${String(date)}日`;
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));
}

/** An instant with its hour in China: 2026年3月5日 14:07. */
export function moment(value: string, language = 'zh-CN'): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date(value));
  return `${day(value, language)} ${time}`;
}

/** A period from one day to another: 2026年1月1日至2026年12月31日. */
export function period(from: string, to: string, language = 'zh-CN'): string {
  return language.startsWith('zh') ? `${day(from)}至${day(to)}` : `${day(from, language)} – ${day(to, language)}`;
}

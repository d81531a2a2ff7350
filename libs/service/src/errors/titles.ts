import type { Language, Text } from './language';

const titles = new Map<string, Text>();

/** The short names of a service's errors, by code: `defineTitles({ 'indicator-exceeded': { zh: '指标余额不足', en: 'Indicator exceeded' } })`. */
export function defineTitles(entries: Readonly<Record<string, Text>>): void {
  for (const [code, text] of Object.entries(entries)) titles.set(code, text);
}

/** Titles stay the same from case to case (RFC 9457), so a code without one of its own is named by its status. */
export function titleOf(code: string, status: number, language: Language): string {
  return (titles.get(code) ?? byStatus[status] ?? (status < 500 ? refused : failed))[language];
}

const refused: Text = { zh: '请求未被接受', en: 'Request not accepted' };
const failed: Text = { zh: '系统内部错误', en: 'Internal error' };

const byStatus: Readonly<Record<number, Text>> = {
  400: { zh: '请求有误', en: 'Bad request' },
  401: { zh: '请先登录', en: 'Sign in first' },
  403: { zh: '没有权限', en: 'Not allowed' },
  404: { zh: '没有找到', en: 'Not found' },
  409: { zh: '与当前状态冲突', en: 'Conflicts with the present state' },
  413: { zh: '内容过大', en: 'Too large' },
  415: { zh: '不支持的内容类型', en: 'Unsupported content type' },
  422: { zh: '填写有误', en: 'Something must be mended' },
  429: { zh: '请求过于频繁', en: 'Too many requests' },
  503: { zh: '暂时不可用', en: 'Unavailable for the moment' },
};

defineTitles({
  'idempotency-key-missing': { zh: '缺少幂等键', en: 'Idempotency key missing' },
  'idempotency-key-reused': { zh: '幂等键已用于其他请求', en: 'Idempotency key already used' },
  'wrong-post': { zh: '岗位不符', en: 'Another post is needed' },
  'statement-invalid': { zh: '身份声明无效', en: 'Statement not valid' },
});

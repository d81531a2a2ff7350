import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'service-unavailable': { zh: '服务暂时不可用', en: 'Service unavailable' },
  'timed-out': { zh: '服务响应超时', en: 'The service did not answer' },
  'too-many-streams': { zh: '实时连接过多', en: 'Too many live streams' },
  'too-many-requests': { zh: '请求过于频繁', en: 'Too many requests' },
});

export const serviceUnavailable = (service: string, cause?: unknown) =>
  new DomainError(
    'service-unavailable',
    503,
    {
      zh: `${service} 暂时连接不上,其他功能不受影响;请稍后用同一幂等键重试`,
      en: `${service} cannot be reached; everything else goes on. Try again later with the same idempotency key`,
    },
    { service },
    { cause },
  );

export const timedOut = (service: string) =>
  new DomainError(
    'timed-out',
    504,
    {
      zh: `${service} 未在规定时间内答复,操作可能已经完成;请用同一幂等键重试以取得结果`,
      en: `${service} did not answer in time, and what was asked may have been done: send it again with the same idempotency key to learn the outcome`,
    },
    { service },
  );

export const tooLarge = (limitBytes: number) => {
  const mib = Math.round(limitBytes / 1_048_576);
  return new DomainError(
    'too-large',
    413,
    { zh: `提交的内容超过 ${mib} MiB 的限制`, en: `What was sent exceeds the limit of ${mib} MiB` },
    { limitBytes },
  );
};

export const tooManyRequests = () =>
  new DomainError('too-many-requests', 429, {
    zh: '请求过于频繁,请按 Retry-After 所示的秒数等待后重试',
    en: 'Wait for the seconds that Retry-After names, then try again',
  });

export const tooManyStreams = (limit: number) =>
  new DomainError(
    'too-many-streams',
    429,
    {
      zh: `同时打开的实时进度页面不得超过 ${limit} 个,请先关闭其他页面`,
      en: `At most ${limit} pages show live progress at once: close another first`,
    },
    { limit },
  );

export const noSuchService = () => new DomainError('not-found', 404, { zh: '没有这个地址', en: 'There is nothing at this address' });

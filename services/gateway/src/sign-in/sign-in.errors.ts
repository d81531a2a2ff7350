import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'issuer-unavailable': { zh: '统一身份认证暂不可用', en: 'Sign-in is unavailable' },
  'token-invalid': { zh: '访问令牌无效', en: 'Access token not valid' },
  'sign-in-failed': { zh: '登录未完成', en: 'Sign-in was not completed' },
  'cross-site': { zh: '拒绝跨站请求', en: 'Cross-site request refused' },
  'not-from-page': { zh: '请求不是由页面发出', en: 'Not sent by a page' },
});

export const issuerUnavailable = (cause?: unknown) =>
  new DomainError(
    'issuer-unavailable',
    503,
    { zh: '统一身份认证服务暂时连接不上,请稍后再试', en: 'The sign-in service cannot be reached: try again later' },
    {},
    { cause },
  );

export const tokenInvalid = (cause?: unknown) =>
  new DomainError(
    'token-invalid',
    401,
    {
      zh: '访问令牌无效或已过期,请重新获取(受众须为本平台接口)',
      en: 'The access token has expired or is not for this platform: ask the issuer for a new one',
    },
    {},
    { cause },
  );

export const signInFailed = (cause?: unknown) =>
  new DomainError(
    'sign-in-failed',
    400,
    { zh: '登录未完成,请返回首页重新登录', en: 'Sign-in was not completed: go back and sign in again' },
    {},
    { cause },
  );

export const crossSite = () =>
  new DomainError('cross-site', 403, {
    zh: '此请求来自其他网站,已拒绝;请在本平台页面内操作',
    en: 'This request comes from another site and was refused: act from a page of this platform',
  });

export const noPageRequest = () =>
  new DomainError('not-from-page', 403, {
    zh: '此请求缺少请求头 x-one-card-request,已拒绝;请在本平台页面内操作',
    en: 'This request lacks the header x-one-card-request and was refused: act from a page of this platform',
  });

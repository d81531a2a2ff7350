import type { Request } from 'express';
import { checkOrigin, localPath } from './origin';

const from = (headers: Record<string, string | undefined>) => ({ headers }) as unknown as Request;
const site = 'https://one-card.example';

describe('a request with a session', () => {
  it.each([{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, { origin: site }])('may come from a page of ours: %o', (headers) => {
    expect(() => checkOrigin(from(headers), `${site}/`)).not.toThrow();
  });

  it.each([
    {},
    { origin: 'null' },
    { origin: 'https://one-card.example.evil' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: site },
  ])('may come from nowhere else: %o', (headers) => {
    expect(() => checkOrigin(from(headers), site)).toThrow(expect.objectContaining({ code: 'cross-site' }));
  });
});

describe('the way back after sign-in', () => {
  it.each([
    ['/console/batches?state=open#top', '/console/batches?state=open#top'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['//gateway.invalid//evil.example', '/'],
    ['//[', '/'],
    ['https://evil.example', '/'],
    [['/a'], '/'],
    [undefined, '/'],
  ])('of %p is %s', (wanted, path) => {
    expect(localPath(wanted)).toBe(path);
  });
});

import type { Request } from 'express';
import { crossSite, noPageRequest } from './sign-in.errors';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isUnsafe(request: Request): boolean {
  return !safeMethods.has(request.method);
}

/**
 * A browser sends its cookie with requests that other sites make it send, so what changes something must come from a page of ours.
 * Every browser says where a request comes from, by Sec-Fetch-Site or by Origin; one that says neither is refused.
 */
export function checkOrigin(request: Request, publicUrl: string): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  if (site === undefined && request.headers.origin === new URL(publicUrl).origin) return;
  throw crossSite();
}

/** A form or an image of another site cannot send a header of its own, and a script of one is asked first whether it may. */
export const pageHeader = 'x-one-card-request';

/** What a cookie vouches for and changes something: it comes from a page of ours and says so. */
export function checkPage(request: Request, publicUrl: string): void {
  checkOrigin(request, publicUrl);
  if (request.headers[pageHeader] === undefined) throw noPageRequest();
}

/**
 * Only a path of our own: anything else would send people who sign in to a stranger's page. What is left when dots are resolved counts: a
 * browser takes `//host` for another site, and `/.//host` resolves to it.
 */
export function localPath(wanted: unknown): string {
  const here = 'http://gateway.invalid';
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, here)) return '/';
  const { origin, pathname, search, hash } = new URL(wanted, here);
  return origin === here && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}

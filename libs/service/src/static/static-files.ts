import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
const noncePlace = '__CSP_NONCE__';
/** Named after its contents by the build, so what it holds never changes. */
const isHashed = (path: string): boolean => path.startsWith('assets/');

/**
 * Nothing from another host, no script in the page. Style elements that a kit of components adds need the nonce that stands in the page; a
 * page that has no place for one allows none.
 */
export function contentSecurityPolicy(nonce?: string): string {
  const styles = nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`;
  const own = ["default-src 'self'", "script-src 'self'", `style-src ${styles}`, "img-src 'self' data: blob:", "object-src 'none'"];
  return [...own, "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"].join('; ');
}

interface File {
  readonly path: string;
  readonly type: string;
}

/** One build of a web: its page, and the files that this page names. */
interface Build {
  readonly index: string;
  readonly builtAt: number;
  readonly files: ReadonlyMap<string, File>;
}

/** The files of one built web. An address that is no file is a page of the web's own, so it gets the index. */
export class StaticFiles {
  private build: Build;

  constructor(
    private readonly folder: string,
    private readonly base: string,
  ) {
    this.build = this.read();
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff').setHeader('referrer-policy', 'same-origin');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const path = this.pathOf(request.url ?? '/');
    if (path === undefined) return refuse(response, 404);
    this.look();
    const file = this.build.files.get(path);
    if (file !== undefined) return this.send(file, request, response);
    if (extname(path) !== '' && path !== 'index.html') return refuse(response, 404);
    this.sendIndex(request, response);
  }

  /** Built anew, the page names other files: whoever kept the old one would send people to what is not there any more. */
  private look(): void {
    const built = statSync(join(this.folder, 'index.html'), { throwIfNoEntry: false });
    // while a build is being written there is none: the last one serves until it is there
    if (built !== undefined && built.mtimeMs !== this.build.builtAt) this.build = this.read();
  }

  private read(): Build {
    const page = join(this.folder, 'index.html');
    const builtAt = statSync(page).mtimeMs;
    const names = readdirSync(this.folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    const paths = names.map((entry) => relative(this.folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
    const served = paths.filter((path) => !/\.(br|gz)$/.test(path) && path !== 'index.html' && path !== 'manifest.json');
    return {
      index: readFileSync(page, 'utf8'),
      builtAt,
      files: new Map(served.map((path) => [path, { path, type: types[extname(path)] ?? 'application/octet-stream' }])),
    };
  }

  private pathOf(url: string): string | undefined {
    const { pathname } = new URL(url, 'http://web.invalid');
    return `${pathname}/`.startsWith(this.base) ? pathname.slice(this.base.length) : undefined;
  }

  private async send({ path, type }: File, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const plain = join(this.folder, path);
    // a build being written has taken it away, and compresses its own last
    if (!existsSync(plain)) return refuse(response, 404);
    const encoding = encodings.find((each) => new RegExp(`\\b${each}\\b`).test(accepted) && existsSync(plain + suffix[each]));
    const full = plain + (encoding === undefined ? '' : suffix[encoding]);
    response.writeHead(200, {
      'content-type': type,
      'content-length': statSync(full).size,
      'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      'content-security-policy': contentSecurityPolicy(),
      vary: 'accept-encoding',
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    });
    if (request.method === 'HEAD') return void response.end();
    await pipeline(createReadStream(full), response);
  }

  private sendIndex(request: IncomingMessage, response: ServerResponse): void {
    const { index } = this.build;
    const nonce = index.includes(noncePlace) ? randomBytes(16).toString('base64') : undefined;
    const page = nonce === undefined ? index : index.replaceAll(noncePlace, nonce);
    response.writeHead(200, {
      'content-type': types['.html'],
      'content-length': Buffer.byteLength(page),
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce),
    });
    response.end(request.method === 'HEAD' ? undefined : page);
  }
}

const encodings = ['br', 'gzip'] as const;
const suffix = { br: '.br', gzip: '.gz' } as const;

function refuse(response: ServerResponse, status: 404 | 405): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...(status === 405 ? { allow: 'GET, HEAD' } : {}) });
  response.end(status === 404 ? '没有这个文件' : '只能读取');
}

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { StaticFiles } from './static-files';

const folder = mkdtempSync(join(tmpdir(), 'one-card-web-'));
const script = 'console.log("script");'.repeat(100);
let server: Server;
let base: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(folder, 'assets', 'index-abc.js'), script);
  writeFileSync(join(folder, 'assets', 'index-abc.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'manifest.json'), '{}');
  const files = new StaticFiles(folder, '/console/');
  server = createServer((request, response) => void files.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

describe('the files of a web', () => {
  it.each(['/console/', '/console/batches/7', '/console/index.html'])('%s is its page, never kept, under a strict policy', async (path) => {
    const answer = await fetch(base + path);
    const text = await answer.text();
    const nonce = /content="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(answer.status).toBe(200);
    expect(nonce).toMatch(/^[\w+/]{22}==$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("script-src 'self'; ");
    expect(policy).not.toMatch(/unsafe|https?:/);
  });

  it('has another nonce for each reader', async () => {
    const [one, two] = [await (await fetch(`${base}/console/`)).text(), await (await fetch(`${base}/console/`)).text()];
    expect(one).not.toBe(two);
  });

  it('are kept for ever where their name tells their contents, and come compressed', async () => {
    const answer = await fetch(`${base}/console/assets/index-abc.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    await expect(answer.text()).resolves.toBe(script);
    const plain = await fetch(`${base}/console/assets/index-abc.js`, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, script]);
  });

  it.each(['/console/assets/gone.js', '/console/manifest.json', '/console/../secret.txt', '/other', '/console/assets/index-abc.js.gz'])(
    '%s is none of them',
    async (path) => {
      expect((await fetch(base + path)).status).toBe(404);
    },
  );

  it('are only read', async () => {
    expect((await fetch(`${base}/console/`, { method: 'POST' })).status).toBe(405);
    expect(await (await fetch(`${base}/console/`, { method: 'HEAD' })).text()).toBe('');
  });

  it('are those of the newest build, without a restart', async () => {
    writeFileSync(join(folder, 'assets', 'index-def.js'), script);
    rmSync(join(folder, 'assets', 'index-abc.js'));
    writeFileSync(join(folder, 'index.html'), '<script src="/console/assets/index-def.js"></script>');
    // a clock may be too coarse to tell the two builds of this test apart
    utimesSync(join(folder, 'index.html'), new Date(), new Date(Date.now() + 5_000));
    expect(await (await fetch(`${base}/console/`)).text()).toContain('index-def.js');
    expect((await fetch(`${base}/console/assets/index-def.js`)).status).toBe(200);
    expect((await fetch(`${base}/console/assets/index-abc.js`)).status).toBe(404);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const audience = 'urn:test:api';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await listening(server);
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(server: Server, port = 0): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

export interface Issuer {
  readonly url: string;
  token(client: string, secret: string): Promise<string>;
  stop(): void;
}

export async function startIssuer(gatewayUrl: string): Promise<Issuer> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [join(__dirname, 'issuer.mjs'), String(port), gatewayUrl, audience], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (child.stdout === null) throw new Error('The issuer has no output.');
  await once(child.stdout, 'data');
  const url = `http://127.0.0.1:${port}`;
  const token = async (client: string, secret: string) => {
    const answer = await fetch(`${url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'api' }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return { url, token, stop: () => void child.kill() };
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: number;
  /** the beginning of it */
  readonly body: string;
}

/** A service behind the gateway: tells what reached it. */
export async function startUpstream(answer?: (seen: Seen, response: ServerResponse) => void): Promise<{ url: string; seen: Seen[]; stop(): void }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let [bytes, body] = [0, ''];
    request.on('data', (chunk: Buffer) => {
      if (bytes < 10_000) body += chunk.toString();
      bytes += chunk.length;
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, bytes, body };
      seen.push(one);
      if (answer) answer(one, response);
      else response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...one, body: undefined }));
    });
  });
  await listening(server);
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, seen, stop };
}

export function statementKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** As much of a browser as signing in needs: it keeps cookies for each origin and follows redirects. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.cookies.get(origin) ?? new Map<string, string>();
    this.cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, ...(cookie === '' ? {} : { cookie }) } });
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(header)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    return location === null ? response : this.fetch(new URL(location, url).href);
  }

  /** Sign-in at the issuer's own pages: a name, any password, then consent. */
  async signIn(start: string, name: string): Promise<Response> {
    let page = await this.fetch(start);
    for (let step = 0; step < 4 && page.url.includes('/interaction/'); step += 1) {
      const html = await page.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? '';
      const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? '';
      const form = new URLSearchParams({ prompt, login: name, password: 'any' });
      page = await this.fetch(new URL(action, page.url).href, { method: 'POST', body: form });
    }
    return page;
  }

  cookieNames(url: string): string[] {
    return [...(this.cookies.get(new URL(url).origin)?.keys() ?? [])];
  }
}

import { generateKeyPairSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ClientMetadata, Configuration, JWKS, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { loginPage, logoutPage } from './login-page';

/** The sign-in of the local run: a real OpenID Connect issuer whose people are the demo persons. Elsewhere any issuer takes its place. */

interface Person {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'system';
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing.`);
  return value;
}

const issuerUrl = variable('ISSUER_URL');
const audience = variable('AUDIENCE');
const gatewayUrl = variable('GATEWAY_URL');
const password = variable('DEMO_PASSWORD');
const known = JSON.parse(readFileSync(variable('PERSONS'), 'utf8')) as Person[];
const persons = new Map(known.filter(({ kind }) => kind === 'person').map((person) => [person.id, person]));
const day = 24 * 60 * 60;

/** Kept across restarts, so that tokens given before stay good. */
function signingKeys(): JWKS {
  const file = variable('KEYS_FILE');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWKS;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwks = { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }] } as JWKS;
  writeFileSync(file, JSON.stringify(jwks), { mode: 0o600 });
  return jwks;
}

function clients(): ClientMetadata[] {
  const secrets = JSON.parse(variable('SYSTEM_SECRETS')) as Record<string, string>;
  const systems = Object.entries(secrets).map(([client_id, client_secret]): ClientMetadata => {
    return { client_id, client_secret, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  });
  const gateway: ClientMetadata = {
    client_id: 'gateway',
    client_secret: variable('GATEWAY_SECRET'),
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [`${gatewayUrl}/login/callback`],
    post_logout_redirect_uris: [`${gatewayUrl}/`],
  };
  return [gateway, ...systems];
}

/** Every client is the platform's own, so nobody is asked for consent. */
async function grantWithoutAsking(provider: Provider, { oidc }: KoaContextWithOIDC) {
  const { session, client, params } = oidc;
  const grantId = oidc.result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
  if (grantId) return provider.Grant.find(grantId);
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
  grant.addOIDCScope(String(params?.scope ?? 'openid'));
  grant.addResourceScope(audience, 'api');
  await grant.save();
  return grant;
}

/** Access tokens are JWTs with the gateway as their audience, which it verifies without asking anybody. */
const resources: NonNullable<Configuration['features']>['resourceIndicators'] = {
  enabled: true,
  defaultResource: () => audience,
  useGrantedResource: () => true,
  getResourceServerInfo: (_ctx, resource) => {
    if (resource !== audience) throw new Error(`unknown resource ${resource}`);
    return { scope: 'api', audience, accessTokenFormat: 'jwt', accessTokenTTL: 60 * 60, jwt: { sign: { alg: 'RS256' } } };
  },
};

function configuration(provider: () => Provider): Configuration {
  return {
    clients: clients(),
    jwks: signingKeys(),
    cookies: { keys: [variable('COOKIE_KEY')], names: { session: 'issuer_session', interaction: 'issuer_interaction', resume: 'issuer_resume' } },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'offline_access', 'profile', 'api'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: resources,
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => void (ctx.body = logoutPage(form)) },
    },
    findAccount: (_ctx, id) => {
      const person = persons.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, name: person.name }) };
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: (ctx) => grantWithoutAsking(provider(), ctx),
    ttl: { Session: day, Grant: day, Interaction: 60 * 60, IdToken: 60 * 60 },
  };
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('The form is too large.');
  }
  return new URLSearchParams(text);
}

function isPassword(given: string): boolean {
  const [a, b] = [Buffer.from(given.padEnd(64)), Buffer.from(password.padEnd(64))];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = request.method === 'POST' ? await formOf(request) : undefined;
  const login = form?.get('login') ?? '';
  if (form && persons.has(login) && isPassword(form.get('password') ?? '')) {
    return provider.interactionFinished(request, response, { login: { accountId: login } }, { mergeWithLastSubmission: false });
  }
  await provider.interactionDetails(request, response);
  response.writeHead(form ? 401 : 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(loginPage(request.url ?? '', login, form !== undefined));
}

async function run(): Promise<void> {
  const { default: OidcProvider } = await import('oidc-provider');
  const provider: Provider = new OidcProvider(
    issuerUrl,
    configuration(() => provider),
  );
  const others = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void others(request, response);
    signIn(provider, request, response).catch((error: unknown) => {
      // An old form: the way back to the gateway is known no more.
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`登录已过期,请返回平台重新登录。(${error instanceof Error ? error.message : String(error)})`);
    });
  });
  server.listen(Number(variable('PORT')), process.env.HOST ?? '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));
}

void run();

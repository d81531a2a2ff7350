// A real OpenID Connect issuer for the tests, in a process of its own. Told its port, the gateway's address and the audience; says "ready".
import Provider from 'oidc-provider';

const [port, gateway, audience] = process.argv.slice(2);
const resourceIndicators = {
  enabled: true,
  defaultResource: () => audience,
  getResourceServerInfo: () => ({ scope: 'api', audience, accessTokenFormat: 'jwt', accessTokenTTL: 600 }),
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'gateway',
      client_secret: 'gateway-secret',
      redirect_uris: [`${gateway}/login/callback`],
      post_logout_redirect_uris: [`${gateway}/`],
    },
    { client_id: 'civil-affairs', client_secret: 'system-secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
  ],
  claims: { openid: ['sub'], profile: ['name'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['test'] },
  features: { clientCredentials: { enabled: true }, resourceIndicators },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: `name of ${id}` }) }),
});
provider.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));

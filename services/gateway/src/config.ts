import { defineConfig, pem, secret } from '@one-card/service';
import { z } from 'zod';

const serviceUrls = z.string().transform((text, context) => {
  try {
    return z.record(z.string().regex(/^[a-z][a-z-]*$/), z.url({ protocol: /^https?$/ })).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'a JSON object of service names and http addresses is needed' });
    return z.NEVER;
  }
});

const count = () => z.coerce.number().int().positive();

export const config = defineConfig(
  {
    publicUrl: z.url({ protocol: /^https?$/ }).describe('address at which browsers reach the gateway'),
    serviceUrls: serviceUrls.describe('where each service answers, as JSON: {"policy-catalog":"http://10.0.0.5:8080", …}'),
    webUrls: serviceUrls.default({}).describe('where the webs answer, as JSON: {"portal":"http://10.0.0.6:8080","console":…}'),
    statementPrivateKey: pem('PRIVATE KEY').meta({ secret: true }).describe('Ed25519 private key that signs the statements of who acts'),
    oidcIssuer: z.url().describe('OpenID Connect issuer'),
    oidcClientId: z.string().min(1).describe("the gateway's own client at the issuer, for signing people in"),
    oidcClientSecret: secret(z.string().min(1)).describe('secret of that client'),
    apiAudience: z.string().default('urn:one-card:api').describe('audience that an access token must name'),
    sessionSecret: secret(z.string().min(32, 'at least 32 characters are needed')).describe('signs the session cookie'),
    sessionHours: count().default(8).describe('a session ends after this many hours, whatever is done'),
    sessionIdleMinutes: count().default(30).describe('a session that is not used ends after this many minutes'),
    citizenMinutes: count().default(15).describe('for so long a person who proved to be a recipient sees their own payments'),
    citizenTries: count().default(5).describe('failed proofs in a quarter of an hour, from one address and of one name, before the next has to wait'),
    streamsPerSession: count().default(6).describe('live streams that one session may hold open'),
    uploadLimitMib: count().default(512).describe('largest upload, in MiB'),
    rateLimitPerMinute: count().default(6_000).describe('requests a minute that one person, system or address may send'),
    anonymousCommandsPerMinute: count().default(30).describe('of those, commands that an address may send without signing in: objections'),
    requestTimeoutMs: count().default(60_000).describe('a service that says nothing for so long is given up'),
    trustedProxies: z.coerce.number().int().min(0).default(0).describe('reverse proxies before the gateway, whose X-Forwarded-For is believed'),
    seedPersons: z.string().optional().describe('JSON file of persons with posts who are entered at the start if they are not known yet'),
    apiDocuments: z.string().default('docs/api').describe("folder of the services' OpenAPI documents"),
  },
  { without: ['statementPublicKey', 'dataKeys', 'lookupKey', 'sealingPrivateKey', 'sealingPublicKeys'] },
);

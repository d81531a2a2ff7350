import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import * as client from 'openid-client';
import { config } from '../config';
import { issuerUnavailable, tokenInvalid } from './sign-in.errors';

interface Known {
  readonly client: client.Configuration;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
}

/** The OpenID Connect issuer, found when it is first needed, so that the gateway starts without it. */
@Injectable()
export class Issuer {
  private known: Promise<Known> | undefined;

  async client(): Promise<client.Configuration> {
    return (await this.find()).client;
  }

  /** Who an access token speaks for: a person, or the system whose client asked for it. */
  async verify(token: string): Promise<{ subject: string; name?: string }> {
    const { keys } = await this.find();
    const payload = await verified(token, keys);
    const subject = payload.sub ?? payload['client_id'];
    if (typeof subject !== 'string') throw tokenInvalid();
    return { subject, name: typeof payload['name'] === 'string' ? payload['name'] : undefined };
  }

  private async find(): Promise<Known> {
    this.known ??= discover();
    try {
      return await this.known;
    } catch (cause) {
      this.known = undefined;
      throw issuerUnavailable(cause);
    }
  }
}

async function discover(): Promise<Known> {
  const issuer = new URL(config.oidcIssuer);
  // plain http is for an issuer on the same machine; a deployment that names one decides that itself
  const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(issuer, config.oidcClientId, config.oidcClientSecret, undefined, { execute, timeout: 2 });
  const { jwks_uri: address } = found.serverMetadata();
  if (address === undefined) throw new Error('The issuer publishes no keys.');
  return { client: found, keys: createRemoteJWKSet(new URL(address), { timeoutDuration: 2_000 }) };
}

async function verified(token: string, keys: Known['keys']): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: config.oidcIssuer,
      audience: config.apiAudience,
      clockTolerance: 5,
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (cause) {
    // a key that cannot be fetched says nothing about the token
    const told = cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout);
    throw told ? tokenInvalid(cause) : issuerUnavailable(cause);
  }
}

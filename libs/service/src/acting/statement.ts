import { importPKCS8, importSPKI, jwtVerify, type KeyLike, SignJWT } from 'jose';
import { z } from 'zod';
import { DomainError } from '../errors/domain-error';
import { type Actor, actorShape } from './actor';

/** The gateway's signed statement of who acts with which posts, for one service. It lives for a minute and is not passed on by services. */
export const statementHeader = 'x-one-card-statement';

const issuer = 'one-card-gateway';
const keys = new Map<string, Promise<KeyLike>>();

function keyOf(pem: string, load: (pem: string, algorithm: string) => Promise<KeyLike>): Promise<KeyLike> {
  const key = keys.get(pem) ?? load(pem, 'EdDSA');
  keys.set(pem, key);
  return key;
}

export async function signStatement(privateKeyPem: string, actor: Actor, options: { audience: string; expiresInSeconds?: number }): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ actor })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(issuer)
    .setSubject(actor.id)
    .setAudience(options.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + (options.expiresInSeconds ?? 60))
    .sign(await keyOf(privateKeyPem, importPKCS8));
}

/** What another service was told is no statement here: who runs one of them cannot act at the others. */
export async function verifyStatement(publicKeyPem: string, statement: string, audience: string): Promise<Actor> {
  const key = await keyOf(publicKeyPem, importSPKI);
  try {
    const demands = { issuer, audience, algorithms: ['EdDSA'], clockTolerance: 5, requiredClaims: ['exp', 'sub'] };
    const { payload } = await jwtVerify(statement, key, demands);
    return z.object({ actor: actorShape }).parse(payload).actor;
  } catch (cause) {
    const detail = {
      zh: '身份声明已过期或签名不符,请经网关重新提交',
      en: 'The statement of who acts has expired or is not signed by the gateway: send the request through it',
    };
    throw new DomainError('statement-invalid', 401, detail, {}, { cause });
  }
}

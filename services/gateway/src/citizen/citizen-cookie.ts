import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { config } from '../config';

/** A recipient who proved who they are: the registry's token for them, and the name they gave. */
export interface Citizen {
  readonly token: string;
  readonly name: string;
  readonly expiresAt: Date;
}

const cookieName = 'one-card.citizen';
const issuer = 'one-card-citizen';

/** Nobody but the gateway reads it or makes it, so that it needs no place in the database: it is short and ends by itself. */
export async function giveCitizenCookie(response: Response, { token, name }: Omit<Citizen, 'expiresAt'>): Promise<Citizen> {
  const expiresAt = new Date(Date.now() + config.citizenMinutes * 60_000);
  const sealed = await new EncryptJWT({ name })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuer(issuer)
    .setSubject(token)
    .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
    .encrypt(key());
  response.cookie(cookieName, sealed, { ...options(), expires: expiresAt });
  return { token, name, expiresAt };
}

export function takeCitizenCookie(response: Response): void {
  response.clearCookie(cookieName, options());
}

/** Undefined where there is none, or none that still holds. */
export async function citizenOf(request: Request): Promise<Citizen | undefined> {
  const sealed = cookieOf(request);
  if (sealed === undefined) return undefined;
  try {
    const { payload } = await jwtDecrypt(sealed, key(), { issuer, requiredClaims: ['exp', 'sub'] });
    return { token: payload.sub ?? '', name: String(payload['name']), expiresAt: new Date(Number(payload.exp) * 1000) };
  } catch {
    return undefined;
  }
}

function cookieOf({ headers }: Request): string | undefined {
  const pair = (headers.cookie ?? '').split('; ').find((each) => each.startsWith(`${cookieName}=`));
  return pair?.slice(cookieName.length + 1);
}

function options() {
  return { httpOnly: true, sameSite: 'strict', secure: config.publicUrl.startsWith('https:'), path: '/' } as const;
}

function key(): Uint8Array {
  return createHash('sha256').update(`citizen cookie\0${config.sessionSecret}`).digest();
}

import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import * as client from 'openid-client';
import { config } from '../config';
import { Issuer } from './issuer';
import { localPath } from './origin';
import { beginSession, endSession, sessionOf, type SigningIn } from './session';
import { issuerUnavailable, signInFailed } from './sign-in.errors';

/** Signs people in and out: OpenID Connect, code flow with PKCE. The tokens stay here; the browser gets a session. */
@Injectable()
export class SignIn {
  constructor(private readonly issuer: Issuer) {}

  async begin(request: Request, response: Response): Promise<void> {
    const issuer = await this.issuer.client();
    const signingIn: SigningIn = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
      returnTo: localPath(request.query['returnTo']),
    };
    const session = sessionOf(request);
    if (session === undefined) throw signInFailed();
    session.signingIn = signingIn;
    const address = client.buildAuthorizationUrl(issuer, {
      redirect_uri: callbackUrl(),
      scope: 'openid profile',
      state: signingIn.state,
      nonce: signingIn.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(signingIn.codeVerifier),
      code_challenge_method: 'S256',
    });
    response.redirect(address.href);
  }

  async complete(request: Request, response: Response): Promise<void> {
    const signingIn = sessionOf(request)?.signingIn;
    if (signingIn === undefined) throw signInFailed();
    const tokens = await this.exchange(request, signingIn);
    const claims = tokens.claims();
    if (claims === undefined) throw signInFailed();
    const name = typeof claims['name'] === 'string' ? claims['name'] : undefined;
    await beginSession(request, { subject: claims.sub, name, idToken: tokens.id_token });
    response.redirect(signingIn.returnTo);
  }

  /** Ends the session here and says where it ends at the issuer, for the page to go there. */
  async end(request: Request, response: Response): Promise<{ next: string }> {
    const idToken = sessionOf(request)?.signedIn?.idToken;
    await endSession(request);
    response.clearCookie('one-card.session');
    return { next: idToken === undefined ? '/' : await this.endAtIssuer(idToken) };
  }

  private async exchange(request: Request, { state, nonce, codeVerifier }: SigningIn) {
    const issuer = await this.issuer.client();
    try {
      const current = new URL(request.originalUrl, config.publicUrl);
      return await client.authorizationCodeGrant(issuer, current, { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce });
    } catch (cause) {
      throw cause instanceof TypeError ? issuerUnavailable(cause) : signInFailed(cause);
    }
  }

  private async endAtIssuer(idToken: string): Promise<string> {
    const issuer = await this.issuer.client().catch(() => undefined);
    if (issuer?.serverMetadata().end_session_endpoint === undefined) return '/';
    return client.buildEndSessionUrl(issuer, { id_token_hint: idToken, post_logout_redirect_uri: new URL('/', config.publicUrl).href }).href;
  }
}

function callbackUrl(): string {
  return new URL('/login/callback', config.publicUrl).href;
}

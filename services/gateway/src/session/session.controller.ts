import { Body, Controller, Delete, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Acting, type Actor, notSignedIn, Public } from '@one-card/service';
import type { Request, Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { citizenOf, giveCitizenCookie, takeCitizenCookie } from '../citizen/citizen-cookie';
import { CitizenService } from '../citizen/citizen.service';
import { config } from '../config';
import type { Holding } from '../person/person.rules';
import { checkPage } from '../sign-in/origin';
import { endsOf, noteUse, signedInOf } from '../sign-in/session';
import { SignIn } from '../sign-in/sign-in';
import { ProveCitizen, SessionView, SignedOutView } from './session.dto';

const warnSeconds = 120;

/** What a browser may know and do about its own session: the cookies themselves no script can read. */
@Controller()
@Public()
@ApiTags('session')
export class SessionController {
  constructor(
    private readonly citizens: CitizenService,
    private readonly signIn: SignIn,
  ) {}

  @Get('session')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Who is signed in in this browser, and until when; asking does not put the end off' })
  @ZodResponse({ type: SessionView })
  session(@Req() request: Request, @Acting() actor: Actor) {
    return viewOf(request, actor);
  }

  @Post('session/extend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put the end of the session off, as any work does' })
  @ZodResponse({ status: 200, type: SessionView })
  async extend(@Req() request: Request, @Acting() actor: Actor) {
    if ((await signedInOf(request)) === undefined) throw notSignedIn();
    noteUse(request, { atOnce: true });
    return viewOf(request, actor);
  }

  @Post('logout')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign out, here and at the issuer' })
  @ZodResponse({ status: 200, type: SignedOutView })
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    takeCitizenCookie(response);
    return this.signIn.end(request, response);
  }

  @Post('my/session')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Prove to be a recipient, to see what is one’s own for a quarter of an hour' })
  @ZodResponse({ status: 200, type: SessionView })
  async prove(@Req() request: Request, @Acting() actor: Actor, @Body() claim: ProveCitizen, @Res({ passthrough: true }) response: Response) {
    // nobody may be made to look at what another put before them, so it is checked without a cookie too
    checkPage(request, config.publicUrl);
    const token = await this.citizens.prove(claim, request.ip ?? '');
    const { name, expiresAt } = await giveCitizenCookie(response, { token, name: claim.name });
    return { ...(await viewOf(request, actor)), citizen: { name, expiresAt: expiresAt.toISOString() } };
  }

  @Delete('my/session')
  @HttpCode(200)
  @ApiOperation({ summary: 'Forget who proved to be a recipient in this browser' })
  @ZodResponse({ status: 200, type: SessionView })
  async forget(@Req() request: Request, @Acting() actor: Actor, @Res({ passthrough: true }) response: Response) {
    takeCitizenCookie(response);
    return { ...(await viewOf(request, actor)), citizen: null };
  }
}

async function viewOf(request: Request, { id, name, posts, anonymous }: Actor) {
  const [signedIn, citizen] = [await signedInOf(request), await citizenOf(request)];
  const ends = signedIn && endsOf(signedIn);
  return {
    person: anonymous ? null : { id, name, posts: posts as Holding[] },
    citizen: citizen === undefined ? null : { name: citizen.name, expiresAt: citizen.expiresAt.toISOString() },
    now: new Date().toISOString(),
    expiresAt: ends === undefined ? null : new Date(ends.expiresAt).toISOString(),
    endsAt: ends === undefined ? null : new Date(ends.endsAt).toISOString(),
    warnSeconds,
  };
}

import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type AnyConfig } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { SERVICE_CONFIG, SERVICE_NAME } from '../tokens';
import { type ActingRequest, anonymousActor, PUBLIC } from './actor';
import { statementHeader, verifyStatement } from './statement';

/** Every request says who acts; only what is public may be asked by nobody known. Whether they may is for each service to decide. */
@Injectable()
export class StatementGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(SERVICE_CONFIG) private readonly config: AnyConfig,
    @Inject(SERVICE_NAME) private readonly service: string,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<ActingRequest>();
    request.actor ??= await this.actorOf(request);
    if (request.actor.anonymous && !this.isPublic(context)) throw notSignedIn();
    return true;
  }

  private async actorOf(request: ActingRequest) {
    const statement = request.headers[statementHeader];
    if (typeof statement !== 'string') return anonymousActor;
    const { statementPublicKey } = this.config;
    return statementPublicKey === undefined ? anonymousActor : verifyStatement(statementPublicKey, statement, this.service);
  }

  private isPublic(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) === true;
  }
}

export function notSignedIn(): DomainError {
  return new DomainError('not-signed-in', 401, { zh: '请先登录后再操作', en: 'Sign in, or send an access token, and try again' });
}

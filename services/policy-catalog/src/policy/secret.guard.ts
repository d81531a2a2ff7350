import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { secretRefused } from './policy.errors';

/** Stands before everything that could store or validate: of a policy marked secret not even a checksum is taken. */
@Injectable()
export class SecretGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<Request<unknown, unknown, { secret?: unknown } | undefined>>();
    if (body?.secret !== undefined && body.secret !== false) throw secretRefused();
    return true;
  }
}

import { applyDecorators, createParamDecorator, type ExecutionContext, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type Transaction } from '@one-card/database';
import type { ActingRequest } from '../acting/actor';
import { CommandInterceptor } from './command.interceptor';
import { idempotencyHeader } from './command-log';

export type CommandRequest = ActingRequest & { tx?: Transaction };

/**
 * On a POST or PUT method: everything it does is one transaction, and its answer is stored in that transaction under the caller's
 * Idempotency-Key, so that the same command sent twice is done once and answered twice.
 */
export const Command = () =>
  applyDecorators(
    UseInterceptors(CommandInterceptor),
    ApiHeader({
      name: idempotencyHeader,
      required: true,
      description: 'chosen by the caller, new for each command; the same key again returns the stored answer',
    }),
  );

/** The transaction of the command, for a method with `@Command()`. */
export const Tx = createParamDecorator((_data: unknown, context: ExecutionContext): Transaction => {
  const { tx } = context.switchToHttp().getRequest<CommandRequest>();
  if (tx === undefined) throw new Error('@Tx() stands only on a method with @Command().');
  return tx;
});

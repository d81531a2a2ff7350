import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Database, type Transaction } from '@one-card/database';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { actorOf } from '../acting/actor';
import type { CommandRequest } from './command';
import { CommandLog, invocationOf, type StoredAnswer } from './command-log';

export const replayedHeader = 'idempotency-replayed';

/** Opens the transaction of a command and keeps its answer. An error is not kept: it rolls back the key with everything else. */
@Injectable()
export class CommandInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly log: CommandLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return from(this.run(http.getRequest<CommandRequest>(), http.getResponse<Response>(), next));
  }

  private async run(request: CommandRequest, response: Response, next: CallHandler): Promise<unknown> {
    const invocation = invocationOf(request, actorOf(request).id);
    const { answer, replayed } = await this.database.transaction(async (tx) => {
      const stored = await this.log.claim(tx, invocation);
      if (stored !== undefined) return { answer: stored, replayed: true };
      const done: StoredAnswer = { status: response.statusCode, body: await handle(request, tx, next) };
      await this.log.store(tx, invocation, done);
      return { answer: done, replayed: false };
    });
    if (replayed) response.status(answer.status).setHeader(replayedHeader, 'true');
    return answer.body;
  }
}

async function handle(request: CommandRequest, tx: Transaction, next: CallHandler): Promise<unknown> {
  request.tx = tx;
  try {
    return await lastValueFrom<unknown, undefined>(next.handle(), { defaultValue: undefined });
  } finally {
    delete request.tx;
  }
}

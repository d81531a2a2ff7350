import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { clock } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { NotConsumed, waitUntilConsumed } from '@one-card/kafka';
import { DomainError } from '@one-card/service';
import { mergeMap, type Observable } from 'rxjs';
import { config } from '../config';

const LOOK_MS = 20;

/** Stands around the command, so that its transaction is committed: then the answer waits until every service has the new time. */
@Injectable()
export class HeardByAll implements NestInterceptor {
  constructor(private readonly database: Database) {}

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.wait();
        return answer;
      }),
    );
  }

  private async wait(): Promise<void> {
    const limit = Date.now() + config.clockHeardWithinMs;
    while (await this.isUnsent()) {
      if (Date.now() > limit) throw notHeard(['Kafka']);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    try {
      const limitMs = Math.max(0, limit - Date.now());
      await waitUntilConsumed(config.kafkaBrokers, config.topicPrefix + clock.type, undefined, { limitMs });
    } catch (error) {
      if (error instanceof NotConsumed) throw notHeard(error.groups.map((group) => group.slice(config.topicPrefix.length)));
      throw error;
    }
  }

  private async isUnsent(): Promise<boolean> {
    const unsent = await this.database.maybe(sql`SELECT 1 FROM outbox WHERE topic = ${clock.type} LIMIT 1`);
    return unsent !== undefined;
  }
}

const notHeard = (services: readonly string[]) =>
  new DomainError(
    'clock-not-heard',
    503,
    {
      zh: `业务时钟已推进,但 ${services.join('、')} 尚未收到;请用同一幂等键重试以等待`,
      en: `The business clock was advanced, but ${services.join(', ')} has not heard of it yet; retry with the same idempotency key to wait on`,
    },
    { services },
  );
